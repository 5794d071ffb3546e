# Telnyx' balance as the canonical account: the id is the source's option, the rest money.

{
  provider: "telnyx",
  id: $options.accountId,
  # Whoever is shown a balance has an account that can be used.
  status: (if .balance != null then "active" else null end),
  balance: {amount: .balance, currency: .currency, creditLimit: .credit_limit},
  attributes: (. + {balance: null, currency: null, credit_limit: null})
}
