package main

// What is signed: checkpoints with the log's signature and witnesses' cosignatures, and receipts.

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosigner verifies C2SP tlog-cosignatures, type 04, which package note does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(c.key, append([]byte(header), text...), signature[8:])
}

func newCosigner(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("malformed key")
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("not a cosigner's key")
	}
	return cosigner{parts[0], uint32(id), key[1:]}, nil
}

// readKeys reads the log's key and those of witnesses.
func readKeys(texts []string) ([]note.Verifier, error) {
	log, err := note.NewVerifier(texts[0])
	if err != nil {
		return nil, err
	}
	keys := []note.Verifier{log}
	for _, text := range texts[1:] {
		witness, err := newCosigner(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, witness)
	}
	return keys, nil
}

// openCheckpoint wants a good signature of every key and no other.
func openCheckpoint(encoded []byte, keys []note.Verifier) (tlog.Tree, error) {
	var none tlog.Tree
	checkpoint, err := note.Open(encoded, note.VerifierList(keys...))
	if err != nil {
		return none, err
	}
	if len(checkpoint.Sigs) != len(keys) || len(checkpoint.UnverifiedSigs) != 0 {
		return none, fmt.Errorf("%d good signatures and %d others, expected %d", len(checkpoint.Sigs),
			len(checkpoint.UnverifiedSigs), len(keys))
	}
	lines := strings.Split(checkpoint.Text, "\n")
	if len(lines) != 4 || lines[0] != keys[0].Name() {
		return none, errors.New("not a checkpoint of three lines with the log's origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return none, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkReceipt reads a C2SP tlog-proof without extra data.
func checkReceipt(text string, entry []byte, keys []note.Verifier) (tlog.Tree, error) {
	var none tlog.Tree
	parts := strings.SplitN(text, "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return none, errors.New("not a tlog-proof")
	}
	index, err := strconv.ParseInt(lines[1][len("index "):], 10, 64)
	if err != nil {
		return none, err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return none, err
		}
		proof = append(proof, hash)
	}
	tree, err := openCheckpoint([]byte(parts[1]), keys)
	if err != nil {
		return none, err
	}
	return tree, tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
