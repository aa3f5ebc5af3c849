class OwnerMigrates:
    """Tables are made and changed by the owner role alone; the runtime role never migrates."""

    def allow_migrate(self, db, app_label, **hints):
        return db == "owner"
