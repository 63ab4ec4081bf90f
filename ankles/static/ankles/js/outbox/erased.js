/* The page that says that what was logged is erased, or the whole account: it goes from this phone too. */
import { forgetAccount, forgetEntries } from "./forgetting.js";

const forget = document.querySelector("[data-account-erased]") ? forgetAccount : forgetEntries;
/* A browser that forbids its store keeps nothing. */
forget().catch(() => {});
