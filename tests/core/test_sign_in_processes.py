"""Two web processes count wrong passwords together."""

from tests.core.worker_site import WorkerSite
from tests.quality.sign_in_tries import try_in_processes


def test_two_processes_look_at_no_more_passwords_than_the_limits_of_both_allow(site: WorkerSite) -> None:
    """Few accounts and addresses, so that both try the same at the same moments.

    With two addresses, one of them may reach its limit before each account has: with four none does, in any order.
    """
    found = try_in_processes(site, processes=2, tries=120, accounts=6, addresses=4)
    assert found.tried == 120
    assert (found.of_one_account, found.looked_at) == (5, 30), "six accounts, five tries each"
    assert found.of_one_address <= 20
    more = try_in_processes(site, processes=2, tries=40, accounts=6, addresses=4)
    assert more.looked_at == 0, "what the first two counted counts for those that come after them"


def test_two_processes_look_at_no_more_than_the_limit_of_an_address(site: WorkerSite) -> None:
    found = try_in_processes(site, processes=2, tries=80, accounts=1_000_000, addresses=1)
    assert (found.of_one_address, found.looked_at) == (20, 20)
