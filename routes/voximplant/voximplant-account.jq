# Voximplant's AccountInfoType as the canonical account.
# docs/events.md has a row for every field; secrets never get here.

# Without `active` nothing decides; `frozen` is left out where it is false.
def status:
  if .active == false then "disabled"
  elif .active != true then null
  elif .frozen == true then "frozen"
  elif .frozen == false or .frozen == null then "active"
  else null end;

def limit: {minAmount: .min_amount, currency: .currency, maxDayPayment: .max_day_payment};

def limits:
  if . == null then null
  else with_entries({key: (if .key == "bank_card" then "bankCard" else .key end), value: (.value | limit)}) end;

# What the canonical limits have no place for; the rest is absent, which null says in a quarter of the time of `del`.
def limitsLeft:
  if . == null or . == {} then null
  else with_entries({key, value: (.value + {min_amount: null, currency: null, max_day_payment: null})}) end;

{
  provider: "voximplant",
  id: (.account_id | if . == null then . else tostring end),
  name: .account_name,
  status: status,
  createdAt: .created,
  contact: {
    firstName: .account_first_name,
    lastName: .account_last_name,
    email: .account_email,
    phone: .mobile_phone
  },
  language: .language_code,
  timeZone: .location,
  balance: {
    amount: (if .live_balance != null then .live_balance else .balance end),
    currency: .currency,
    fixed: .fixed_balance,
    onHold: .money_on_hold,
    creditLimit: .credit_limit,
    notifyBelow: .min_balance_to_notify
  },
  billing: {
    address: {
      name: .billing_address_name,
      countryCode: .billing_address_country_code,
      street: .billing_address_address,
      zip: .billing_address_zip,
      state: .billing_address_state,
      phone: .billing_address_phone
    },
    limits: (.billing_limits | limits)
  },
  # What has a place above is absent here.
  attributes: (. + {
    billing_limits: (.billing_limits | limitsLeft),
    account_id: null, account_name: null, created: null, account_first_name: null, account_last_name: null,
    account_email: null, mobile_phone: null, language_code: null, location: null, currency: null, fixed_balance: null,
    money_on_hold: null, credit_limit: null, min_balance_to_notify: null, billing_address_name: null,
    billing_address_country_code: null, billing_address_address: null, billing_address_zip: null,
    billing_address_state: null, billing_address_phone: null
  })
}
