// Check_log reads a published log with Go's checksum database client code, which shares nothing with Viche:
//
//	check_log DIRECTORY LOG_KEY [WITNESS_KEY...]
//
// It opens the checkpoint with every key given, recomputes the root from the hash tiles, checks every entry against
// its leaf hash and every 97th entry's inclusion proof, and prints the size.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// directory serves tiles from files; Go's paths have the tile's height in them and call entries "data".
type directory string

func (d directory) path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return filepath.Join(string(d), strings.Replace(path, "tile/data/", "tile/entries/", 1))
}
func (d directory) Height() int                     { return 8 }
func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}
func (d directory) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		bytes, err := os.ReadFile(d.path(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// cosigner verifies C2SP tlog-cosignatures, type 04.
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

func checkEntries(d directory, size int64, root tlog.Hash, hashes tlog.HashReader) error {
	for first := int64(0); first < size; first += 256 {
		width := size - first
		if width > 256 {
			width = 256
		}
		bundle, err := os.ReadFile(d.path(tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)}))
		if err != nil {
			return err
		}
		var indexes []int64
		for i := first; i < first+width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i := first; i < first+width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			if tlog.RecordHash(entry) != leaves[i-first] {
				return fmt.Errorf("entry %d has another hash", i)
			}
			if i%97 != 0 {
				continue
			}
			proof, err := tlog.ProveRecord(size, i, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, size, root, i, leaves[i-first]); err != nil {
				return err
			}
		}
		if len(bundle) != 0 {
			return errors.New("bytes after the last entry of a bundle")
		}
	}
	return nil
}

func run(d directory, keys []string) error {
	logKey, err := note.NewVerifier(keys[0])
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{logKey}
	for _, text := range keys[1:] {
		witness, err := newCosigner(text)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, witness)
	}
	encoded, err := os.ReadFile(filepath.Join(string(d), "checkpoint"))
	if err != nil {
		return err
	}
	checkpoint, err := note.Open(encoded, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(checkpoint.Sigs) != len(verifiers) || len(checkpoint.UnverifiedSigs) != 0 {
		return fmt.Errorf("%d good signatures, expected %d", len(checkpoint.Sigs), len(verifiers))
	}
	lines := strings.Split(checkpoint.Text, "\n")
	if len(lines) != 4 || lines[0] != logKey.Name() {
		return errors.New("not a checkpoint of three lines with the log's origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, d)
	if computed, err := tlog.TreeHash(size, hashes); err != nil || computed != root {
		return fmt.Errorf("the tiles have another root: %v", err)
	}
	if err := checkEntries(d, size, root, hashes); err != nil {
		return err
	}
	fmt.Println(size)
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: check_log DIRECTORY LOG_KEY [WITNESS_KEY...]")
		os.Exit(2)
	}
	if err := run(directory(os.Args[1]), os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
