"""Where pages take the addresses of static files from."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with the file's hash, kept for ever by browsers; a file not collected yet has its plain name.

    A page with one picture missing is better than no page: an office that forgets `buildassets` after an
    update must still be able to sign in and read why.
    """

    manifest_strict = False
    # Our scripts import each other under their hashed names, else one would run twice, under two names; only
    # ours, because htmx's other builds import files that its package does not ship.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("core/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
