import { BlockList, isIP, isIPv4 } from 'node:net';
import type { AddressKind } from '../engine/model/reference-place.ts';

/** Where clouds tell machines their keys: Amazon, Google, Azure, Oracle and others share the first; Alibaba, Amazon over IPv6, Azure's host, Oracle's old one. */
const metadata = listOf(['169.254.169.254/32', '169.254.170.2/32', '169.254.170.23/32', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fd00:ec2::23/128', 'fd20:ce::254/128']);
const loopback = listOf(['127.0.0.0/8', '::1/128']);
const linkLocal = listOf(['169.254.0.0/16', 'fe80::/10']);
/** Private networks, those of carriers, and unique-local ones. */
const ownNetwork = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10']);
/** Nobody's, everybody's, documentation's; and those that have an IPv4 address within, which a gateway would go on to. */
const special = listOf([
  '0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'ff00::/8',
]); // prettier-ignore

/** What an IP address is, in either notation; an IPv4 address in IPv6's clothes is what it is without them. What is no address at all is special. */
export function addressKind(address: string): AddressKind {
  const plain = address.replace(/%.*$/, '');
  if (isIP(plain) === 0) return 'special';
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  const kinds: readonly (readonly [BlockList, AddressKind])[] = [[metadata, 'metadata'], [loopback, 'loopback'], [linkLocal, 'link-local'], [ownNetwork, 'private'], [special, 'special']]; // prettier-ignore
  return kinds.find(([list]) => list.check(plain, family))?.[1] ?? 'public';
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}
