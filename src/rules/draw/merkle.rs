//! The tree of fingerprints over the rows of the population (hashing of RFC 6962), so that one row can be shown to have
//! been in the sealed population without showing the others.

use std::sync::LazyLock;

use super::cores::each;
use super::digest::{Beginning, digest, is_fingerprint};

/// A node of the tree.
pub type Node = [u8; 32];

/// What rows are hashed behind.
static LEAF: LazyLock<Beginning> = LazyLock::new(|| Beginning::new(&[0]));
/// What two nodes are hashed behind.
static PARENT: LazyLock<Beginning> = LazyLock::new(|| Beginning::new(&[1]));

/// The fingerprint of a row.
pub fn leaf(row: &[u8]) -> Node {
    LEAF.digest(row)
}

fn parent(left: &Node, right: &Node) -> Node {
    PARENT.digest([*left, *right].as_flattened())
}

/// Leaves of the left subtree: the largest power of two below the number of leaves, which is at least 2.
fn split(leaves: usize) -> usize {
    leaves.next_power_of_two() / 2
}

/// The root over the leaves; the digest of nothing when there are none.
///
/// The tree splits at powers of two, so it is the one that comes of joining neighbours, again and again; who has no neighbour
/// goes up alone. Parts that are themselves whole trees of one height can be joined each by itself.
pub fn root(leaves: &[Node]) -> Node {
    const WHOLE: usize = 1 << 10;
    let parts: Vec<&[Node]> = leaves.chunks(WHOLE).collect();
    joined(each(&parts, leaves.len(), |part| joined(part.to_vec())))
}

/// The root over nodes of one height (the last may be lower).
fn joined(mut nodes: Vec<Node>) -> Node {
    while nodes.len() > 1 {
        let (pairs, alone) = nodes.as_chunks::<2>();
        let parents = pairs.iter().map(|[left, right]| parent(left, right));
        nodes = parents.chain(alone.iter().copied()).collect();
    }
    nodes.first().copied().unwrap_or_else(|| digest(&[]))
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
