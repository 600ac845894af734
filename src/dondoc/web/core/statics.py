"""Where pages take the addresses of static files from."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with the file's hash, kept for ever by browsers; a file not collected yet has its plain name.

    A page with one picture missing is better than no page: an office that forgets `buildassets` after an
    update must still be able to sign in and read why.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
