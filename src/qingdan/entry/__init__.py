"""How a demand comes to a village: admission, dispatch, screening."""
