"""The pages of an account: allauth's views with the site's frame, and the runner's own profile and consent."""
