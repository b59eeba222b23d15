"""The parts of a running product that taxes are made by; the container holds them as its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from services.broker_reports import BrokerReports
from services.dollar_rates import DollarRateFiles
from services.tax_closings import TaxClosings
from services.tax_forms import TaxForms
from services.tax_profiles import TaxProfiles
from services.tax_years import TaxYears

if TYPE_CHECKING:
    from services.performance import Performance
    from services.retention.archived import Archived
    from services.settings import Settings
    from services.storage.engine import Database


class TaxParts:
    """What stands on a database, settings, archives and accounts, which the container has."""

    database: Database
    settings: Settings

    if TYPE_CHECKING:

        @property
        def archived(self) -> Archived:
            """Rows wherever they lie."""

        @property
        def performance(self) -> Performance:
            """Accounts."""

    @cached_property
    def tax_profiles(self) -> TaxProfiles:
        """What the taxpayer says of himself."""
        return TaxProfiles(self.database)

    @cached_property
    def tax_years(self) -> TaxYears:
        """Years of Form 8949."""
        return TaxYears(self.database, self.archived, self.settings)

    @cached_property
    def tax_closings(self) -> TaxClosings:
        """Years that were filed."""
        return TaxClosings(self.database, self.tax_years, self.tax_profiles)

    @cached_property
    def tax_forms(self) -> TaxForms:
        """The official form, filled in."""
        return TaxForms(self.tax_years, self.performance)

    @cached_property
    def broker_reports(self) -> BrokerReports:
        """Forms 1099."""
        return BrokerReports(self.database)

    @cached_property
    def dollar_rates(self) -> DollarRateFiles:
        """Daily rates to the dollar."""
        return DollarRateFiles(self.database)
