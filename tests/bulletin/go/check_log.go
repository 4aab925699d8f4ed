// Check_log reads a published log with Go's checksum database client code, which shares nothing with Viche. LOG is a
// record's directory or the address of a running board ("http://127.0.0.1:8080").
//
//	check_log LOG LOG_KEY [WITNESS_KEY...]
//	check_log grown OLD_CHECKPOINT LOG LOG_KEY [WITNESS_KEY...]
//	check_log receipt RECEIPT ENTRY LOG_KEY [WITNESS_KEY...]
//
// The first opens the checkpoint, which must have exactly these signatures; replays all entries and compares the root and
// every hash tile; and at the sizes where tiles end proves inclusion and consistency. The second also shows that the log
// of a kept checkpoint is a prefix. The third checks a receipt without the log. Each prints the size of the log.
package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// sizesAtEdges are those around which a tile of some level begins.
var sizesAtEdges = []int64{1, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537}

// checkEdges proves, at each edge up to the size, the first and last entry of the tree of that size, and that tree to be a
// prefix of the whole; and that no proof fits a root with another bit.
func checkEdges(tree tlog.Tree, leaves []tlog.Hash, hashes tlog.HashReader) error {
	for _, size := range append(sizesAtEdges, tree.N-1, tree.N) {
		if size < 1 || size > tree.N {
			continue
		}
		root, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return err
		}
		forged := root
		forged[7] ^= 16
		for _, index := range []int64{0, size / 2, size - 1} {
			proof, err := tlog.ProveRecord(size, index, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, size, root, index, leaves[index]); err != nil {
				return fmt.Errorf("entry %d of %d: %w", index, size, err)
			}
			if tlog.CheckRecord(proof, size, forged, index, leaves[index]) == nil {
				return fmt.Errorf("entry %d of %d is proved under a forged root", index, size)
			}
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, root); err != nil {
			return fmt.Errorf("from %d to %d: %w", size, tree.N, err)
		}
		if tlog.CheckTree(proof, tree.N, tree.Hash, size, forged) == nil {
			return fmt.Errorf("from %d to %d a forged root is proved", size, tree.N)
		}
	}
	return nil
}

// checkLog checks everything that is published; the tree of its checkpoint.
func checkLog(log source, keys []note.Verifier) (tlog.Tree, error) {
	checkpoint, err := log.read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := openCheckpoint(checkpoint, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	hashes := tlog.TileHashReader(tree, tileReader{log})
	leaves, err := replay(log, tree, hashes)
	if err != nil {
		return tlog.Tree{}, err
	}
	return tree, checkEdges(tree, leaves, hashes)
}

// checkGrown shows that the kept checkpoint's log is a prefix of the published one.
func checkGrown(kept []byte, log source, keys []note.Verifier) (tlog.Tree, error) {
	old, err := openCheckpoint(kept, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := checkLog(log, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	if old.N > tree.N {
		return tlog.Tree{}, errors.New("the log has shrunk")
	}
	proof, err := tlog.ProveTree(tree.N, old.N, tlog.TileHashReader(tree, tileReader{log}))
	if err != nil {
		return tlog.Tree{}, err
	}
	return tree, tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

func run(arguments []string) (tlog.Tree, error) {
	command, files := "log", arguments
	if arguments[0] == "grown" || arguments[0] == "receipt" {
		command, files = arguments[0], arguments[1:]
	}
	places := map[string]int{"log": 1, "grown": 2, "receipt": 2}[command]
	if len(files) <= places {
		return tlog.Tree{}, errors.New("usage: see the head of check_log.go")
	}
	keys, err := readKeys(files[places:])
	if err != nil {
		return tlog.Tree{}, err
	}
	if command == "log" {
		return checkLog(openSource(files[0]), keys)
	}
	first, err := os.ReadFile(files[0])
	if err != nil {
		return tlog.Tree{}, err
	}
	if command == "grown" {
		return checkGrown(first, openSource(files[1]), keys)
	}
	entry, err := os.ReadFile(files[1])
	if err != nil {
		return tlog.Tree{}, err
	}
	return checkReceipt(string(first), entry, keys)
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: see the head of check_log.go")
		os.Exit(2)
	}
	tree, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(tree.N)
}
