import pytest, time
from collections import Counter
from tests.embargo_oracle.oracle import Oracle
pytestmark = pytest.mark.django_db
def test_prof(world):
    for v in ("anonymous","editor of another cluster"):
        o=Oracle(world, v); t=time.process_time(); c=Counter(); T=Counter(); old=o.get
        def g(d,a):
            t0=time.process_time(); old(d,a); c[d.key]+=1; T[d.key]+=time.process_time()-t0
        o.get=g
        r=o.ask(); print(v, r.requests, time.process_time()-t, len(r.leaks), r.leaks[:3])
        print(c.most_common(40)); print([(k,round(x,2)) for k,x in T.most_common(40)])
