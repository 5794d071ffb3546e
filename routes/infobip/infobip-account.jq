# Infobip's Account as the canonical account.

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
  attributes: del(.key, .ownerKey, .name)
}
