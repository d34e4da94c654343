"""x"""
from django.urls import reverse
import pytest
from tests.factories import *
@pytest.mark.django_db
def test_it(client):
    c = make_cluster("nord","NOR"); u = make_user("nora", c, "publisher")
    make_article(c, title="Paru"); make_event(c); make_mission(c)
    client.force_login(u)
    r = client.get(reverse("editorial_calendar:show"))
    assert r.status_code == 200
    open("/tmp/n/cal.html","w").write(r.content.decode())
