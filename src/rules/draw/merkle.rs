//! The tree of fingerprints over the rows of the population (hashing of RFC 6962), so that one row can be shown to have
//! been in the sealed population without showing the others.

use super::digest::{digest, digest_of, is_fingerprint};

/// A node of the tree.
pub type Node = [u8; 32];

/// The fingerprint of a row.
pub fn leaf(row: &[u8]) -> Node {
    digest_of(&[&[0], row])
}

fn parent(left: &Node, right: &Node) -> Node {
    digest_of(&[&[1], left, right])
}

/// Leaves of the left subtree: the largest power of two below the number of leaves, which is at least 2.
fn split(leaves: usize) -> usize {
    leaves.next_power_of_two() / 2
}

/// The root over the leaves; the digest of nothing when there are none.
pub fn root(leaves: &[Node]) -> Node {
    match leaves {
        [] => digest(&[]),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            parent(&root(left), &root(right))
        }
    }
}

/// The neighbours from a leaf up to the root; `None` when there is no such leaf.
pub fn path(leaves: &[Node], at: usize) -> Option<Vec<Node>> {
    if at >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, neighbour) = match at.checked_sub(left.len()) {
        None => (path(left, at)?, root(right)),
        Some(at) => (path(right, at)?, root(left)),
    };
    path.push(neighbour);
    Some(path)
}

/// The root that a leaf at this place of so many leaves leads to; `None` when the path has another length than it must.
pub fn root_from(leaf: &Node, at: usize, leaves: usize, path: &[Node]) -> Option<Node> {
    if at >= leaves {
        return None;
    }
    let Some((neighbour, rest)) = path.split_last() else { return (leaves == 1).then_some(*leaf) };
    if leaves == 1 {
        return None;
    }
    let left = split(leaves);
    match at.checked_sub(left) {
        None => Some(parent(&root_from(leaf, at, left, rest)?, neighbour)),
        Some(at) => Some(parent(neighbour, &root_from(leaf, at, leaves - left, rest)?)),
    }
}

/// Reads a node as it is printed.
pub fn read_node(text: &str) -> Option<Node> {
    if !is_fingerprint(text) {
        return None;
    }
    let mut node = [0; 32];
    for (index, byte) in node.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(node)
}
