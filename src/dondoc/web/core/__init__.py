"""What every app of the web uses: field mixins, middleware, template tags, the page's frame."""
