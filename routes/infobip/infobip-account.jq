# Infobip's Account as the canonical account; balance and currency come from a call of their own.

def status:
  if .enabled == true then "active"
  elif .enabled == false then "disabled"
  else null end;

{
  provider: "infobip",
  id: .key,
  ownerId: .ownerKey,
  name: .name,
  status: status,
  balance: {amount: .balance, currency: .currency},
  # What has a place above is absent here, which null says in a quarter of the time of `del`.
  attributes: (. + {key: null, ownerKey: null, name: null, balance: null, currency: null})
}
