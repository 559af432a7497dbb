"""The screens of the user's Telegram account: consent, signing in, choosing chats, taking it all back."""
