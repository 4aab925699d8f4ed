package main

// Where a log is read from, and its entries from first to last.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// source has a log's static files.
type source interface {
	read(path string) ([]byte, error)
}

type directory string

func (d directory) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(d), path))
}

type board string

func (b board) read(path string) ([]byte, error) {
	response, err := http.Get(string(b) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

func openSource(place string) source {
	if strings.HasPrefix(place, "http://") {
		return board(place)
	}
	return directory(place)
}

// tileReader gives tiles to package tlog, whose paths have the tile's height in them and call entries "data".
type tileReader struct{ log source }

func tilePath(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}
func (t tileReader) Height() int                     { return 8 }
func (t tileReader) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		bytes, err := t.log.read(tilePath(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// split gives the entries of a bundle, each two bytes of length and as many bytes.
func split(bundle []byte, count int) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if end > len(bundle) {
			return nil, errors.New("a bundle that is cut off")
		}
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	if len(bundle) != 0 || len(entries) != count {
		return nil, errors.New("a bundle with another number of entries")
	}
	return entries, nil
}

// stored are the hashes of a tree in the order of package tlog.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

// replay builds the tree from the entries alone, and compares it with the checkpoint's root and with every hash that the
// tiles have. It gives the leaf hashes.
func replay(log source, tree tlog.Tree, tiles tlog.HashReader) ([]tlog.Hash, error) {
	var all stored
	var leaves []tlog.Hash
	for first := int64(0); first < tree.N; first += 256 {
		width := tree.N - first
		if width > 256 {
			width = 256
		}
		bundle, err := log.read(tilePath(tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)}))
		if err != nil {
			return nil, err
		}
		entries, err := split(bundle, int(width))
		if err != nil {
			return nil, err
		}
		begin := len(all)
		for i, entry := range entries {
			hashes, err := tlog.StoredHashes(first+int64(i), entry, all)
			if err != nil {
				return nil, err
			}
			all = append(all, hashes...)
			leaves = append(leaves, hashes[0])
		}
		var indexes []int64
		for i := begin; i < len(all); i++ {
			indexes = append(indexes, int64(i))
		}
		published, err := tiles.ReadHashes(indexes)
		if err != nil {
			return nil, err
		}
		for i, hash := range published {
			if hash != all[begin+i] {
				return nil, fmt.Errorf("the entries from %d on do not have the published hashes", first)
			}
		}
	}
	root, err := tlog.TreeHash(tree.N, all)
	if err != nil || root != tree.Hash {
		return nil, fmt.Errorf("the entries have another root than the checkpoint: %v", err)
	}
	return leaves, nil
}
