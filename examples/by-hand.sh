#!/usr/bin/env bash
# Every step of a small election by hand: three trustees of whom two decrypt, four voters. Five minutes to read, seconds to run.
#
#   examples/by-hand.sh [DIRECTORY]        keeps everything in DIRECTORY, which must be missing or empty
#
# The programs are taken from build/release/bin, or from $VICHE_BIN.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=${VICHE_BIN:-$here/../build/release/bin}
for program in viche viche-verify; do
  if [ ! -x "$bin/$program" ]; then
    echo "by-hand.sh: $bin/$program is not built: see README.md, or set VICHE_BIN to where it is" >&2
    exit 3
  fi
done
PATH=$(cd "$bin" && pwd):$PATH
work=${1:-out/by-hand}
if [ -e "$work" ] && [ -n "$(ls -A "$work")" ]; then
  echo "by-hand.sh: $work is not empty" >&2
  exit 2
fi
mkdir -p "$work"
cd "$work"

step() { printf '\n== %s\n' "$*"; }
post() { viche board post --board board --record record "$@"; }
registrar() {  # registrar VERB [options]: the registrar states something, and the board posts it
  viche election "$1" --registrar-key registrar.json --record record --out "$1.statement" "${@:2}"
  post "$1.statement"
}
witness() {  # the witness cosigns the newest checkpoint: one history for everybody
  viche witness cosign --state witness-seen --key witness.json --record record --out witness.cosignature
  viche board cosign --board board --record record witness.cosignature
}
everyone() {  # everyone VERB [options]: all trustees make a statement, each from its own directory
  local verb=$1 t
  shift
  for t in anna borys chrystyna; do
    viche trustee "$verb" --state "$t" --passphrase-file passphrase --record record --out "$t-$verb.statement" "$@"
  done
  post ./*"-$verb.statement"
}

step "1. Everybody makes a key; the public parts go into the manifest"
# Each trustee has a passphrase of their own, which the terminal asks for; here all have this one, and
# a guess at it costs little.
(umask 077 && echo "only for this example" >passphrase)
seal=(--passphrase-file passphrase --seal-memory 8 --seal-passes 1)
manifest_hash=$(viche manifest complete --template "$here/tiny/manifest.json" --out manifest.json \
  --key "registrar=$(viche key new --out registrar.json)" \
  --key "log=$(viche key new --out log.json)" \
  --key "witness-1=$(viche key new --out witness.json)" \
  --key "trustee-1=$(viche trustee new "${seal[@]}" --state anna)" \
  --key "trustee-2=$(viche trustee new "${seal[@]}" --state borys)" \
  --key "trustee-3=$(viche trustee new "${seal[@]}" --state chrystyna)" \
  --key "other-1=$(viche signer new "${seal[@]}" --state observer)")
viche manifest check manifest.json

step "2. The board starts the log with the manifest"
viche board init --board board --record record --manifest manifest.json --log-key log.json --registrar-key registrar.json

step "3. Key ceremony: commit, reveal, share, confirm"
everyone commit --manifest manifest.json
everyone reveal
everyone share
everyone confirm

step "4. Four voters make credentials; the registrar puts them into the roll and opens the vote"
for voter in 1 2 3 4; do
  echo "$(viche credential new --out "voter-$voter.json") member"
done >voters.txt
registrar roll --voters voters.txt
fingerprint=$(viche election open --without-rehearsal --registrar-key registrar.json --record record --out open.statement)
post open.statement
witness
echo "fingerprint: $fingerprint"

step "5. Voters vote; one tests the device first, one changes the vote"
prepare() {  # prepare VOTER CHOICE: the device encrypts and shows the tracker, which the voter notes before deciding
  echo "{\"garden\": $2}" >choices.json
  viche vote prepare --record record --manifest-hash "$manifest_hash" --credential "voter-$1.json" \
    --choices choices.json --state "device-$1"
}
decide() {  # decide VERB VOTER TRACKER FILE [options]: cast or challenge; the device cannot have known which
  viche vote "$1" --record record --manifest-hash "$manifest_hash" --credential "voter-$2.json" \
    --prepared "device-$2/$3.prepared" --out "$4" "${@:5}"
}
vote() {  # vote VOTER CHOICE FILE
  decide cast "$1" "$(prepare "$1" "$2")" "$3"
}
tested=$(prepare 1 '["yes"]')
decide challenge 1 "$tested" test.ballots --opening opening.json
echo "the second device sees: $(viche vote check-opening --record record --manifest-hash "$manifest_hash" \
  --tracker "$tested" --opening opening.json --ballot test.ballots)"
post test.ballots
witness
tracker=$(vote 1 '["yes"]' voter-1.ballots)
vote 2 '["no"]' voter-2.ballots
vote 3 '"blank"' voter-3.ballots
vote 4 '["no"]' voter-4.ballots
post voter-1.ballots voter-2.ballots voter-3.ballots voter-4.ballots
witness
vote 4 '["yes"]' voter-4-again.ballots
post voter-4-again.ballots

step "6. The vote is closed and sealed; enough signers check the whole log and sign its head"
registrar close
registrar seal
witness
for signer in anna chrystyna; do
  viche trustee agree --passphrase-file passphrase --state "$signer" --record record --out "$signer-agree.statement"
done
viche signer agree --passphrase-file passphrase --state observer --record record --out observer-agree.statement
post ./*-agree.statement
witness

step "7. Two trustees decrypt the totals; the registrar states the result"
for trustee in anna chrystyna; do
  viche trustee decrypt --passphrase-file passphrase --state "$trustee" --record record --out "$trustee-decrypt.statement"
done
post ./*-decrypt.statement
witness
registrar result
witness
viche board status --board board --record record

step "8. Voter 1 takes a receipt, and anybody verifies the whole election"
viche vote receipt --record record --tracker "$tracker" --out receipt.txt
viche-verify record --fingerprint "$fingerprint" --receipt receipt.txt
