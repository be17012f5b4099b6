"""The second of two donors in public: asked themselves, by mail or by staff, and not named before they agree."""
