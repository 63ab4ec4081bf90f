/* The letters that wait on this phone, in IndexedDB, in the order in which they were written. No page and no
   localStorage is needed here. Where a browser has no such store every call is refused. */
const NAME = "ankles";
const LETTERS = "letters";
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const store = asked.result.createObjectStore(LETTERS, { keyPath: "number", autoIncrement: true });
      store.createIndex("id", "id", { unique: true });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = null;
      };
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

/* `act` gets the store; what it returns is answered once all of it lies on the disk. */
async function change(act, mode = "readwrite") {
  const transaction = (await open()).transaction(LETTERS, mode);
  const asked = act(transaction.objectStore(LETTERS));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(asked?.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

export const all = () => change((store) => store.getAll(), "readonly");

/* A letter that is here already takes the new words and keeps its place. */
export const keep = (letters) =>
  change((store) => {
    for (const letter of letters) {
      const { number, ...words } = letter;
      store.index("id").getKey(letter.id).onsuccess = ({ target: { result } }) =>
        store.put(result === undefined ? words : { ...words, number: result });
    }
  });

export const drop = (ids) =>
  change((store) => {
    for (const id of ids)
      store.index("id").getKey(id).onsuccess = ({ target: { result } }) => {
        if (result !== undefined) store.delete(result);
      };
  });
