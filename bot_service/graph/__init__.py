"""Microsoft Graph as plain words: colleagues, free and busy times, meetings.

`sign_in` gets tokens, `client` is the wire, `directory` and `calendars` are what the product asks for,
`diagnose` says for `potluck doctor` what is missing. No type of msgraph, kiota or msal leaves this folder.
"""
