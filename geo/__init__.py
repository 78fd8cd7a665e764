"""Map how far reported weapon-range policies reach into Russia's regions, and what they name."""

__version__ = "0.1.0"
