"""Names what is asked of mail addresses: how they are compared, and whose account has one."""

from fedcms.core.mail_addresses import comparable, is_deliverable
from fedcms.sign_in.account_addresses import account_of, accounts_of, is_same_address

__all__ = ["account_of", "accounts_of", "comparable", "is_deliverable", "is_same_address"]
