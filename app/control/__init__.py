"""Control of journal keeping: terms, the dashboard, checks of journals, reminders [K1 K2 K3]."""
