# Twilio's Account as the canonical account.

def status:
  if .status == "active" then "active"
  elif .status == "suspended" then "frozen"
  elif .status == "closed" then "disabled"
  else null end;

{
  provider: "twilio",
  id: .sid,
  ownerId: .owner_account_sid,
  name: .friendly_name,
  status: status,
  createdAt: .date_created,
  attributes: (. + {sid: null, owner_account_sid: null, friendly_name: null, date_created: null})
}
