def test_x(client, guide):
    r = client.get("/guide/why-ankles/")
    assert r.status_code == 200
def test_y(client, guide):
    r = client.get("/")
    assert r.status_code == 200
