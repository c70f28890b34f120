"""Reading the policy repository with git."""

from policy.repository.model import Fetched, Revision
from policy.repository.opening import open_folder
from policy.repository.repository import PolicyRepository
from policy.repository.weblinks import Weblinks

__all__ = ["Fetched", "PolicyRepository", "Revision", "Weblinks", "open_folder"]
