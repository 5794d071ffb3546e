#!/bin/sh
# Certificates for TlsIT, made once for a hundred years: a private CA and what it signed, one of them long expired.
set -eu
cd "$(dirname "$0")"
rm -f ./*.p12
k() { keytool -storetype PKCS12 -storepass changeit "$@"; }
k -genkeypair -keystore ca-key.p12 -alias ca -keyalg EC -dname CN=Private-CA -ext bc:c -validity 36500
k -exportcert -keystore ca-key.p12 -alias ca -file ca.crt
k -importcert -noprompt -keystore ca.p12 -alias ca -file ca.crt
server() {
  name=$1; host=$2; shift 2
  k -genkeypair -keystore "$name.p12" -alias server -keyalg EC -dname "CN=$name" -validity 36500
  k -certreq -keystore "$name.p12" -alias server -file server.csr
  k -gencert -keystore ca-key.p12 -alias ca -infile server.csr -outfile server.crt -ext "san=$host" "$@"
  k -importcert -noprompt -keystore "$name.p12" -alias ca -file ca.crt
  k -importcert -noprompt -keystore "$name.p12" -alias server -file server.crt
}
server good ip:127.0.0.1 -validity 36500
server expired ip:127.0.0.1 -startdate 2020/01/01 -validity 1
server other-host dns:provider.example -validity 36500
k -genkeypair -keystore self-signed.p12 -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 36500
rm -f ca-key.p12 ca.crt server.csr server.crt
