import { expect, it } from 'vitest';
import { addressKind } from '../../../electron/adapters/network-address.ts';

it.each([
  ['public', ['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.169.0.1', '100.128.0.1', '169.253.1.1', '2606:4700::1111', '2a00:1450:4001::1']],
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:ffff:7f00:1']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd00::1', 'fc00::1', 'fec0::1', '::ffff:10.1.2.3', '::ffff:c0a8:101']],
  ['link-local', ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', '::ffff:169.254.1.1']],
  ['metadata', ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe']],
  ['special', ['0.0.0.0', '::', '224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', '::7f00:1', '2001::1', '198.18.0.1', '192.0.2.1', '2001:db8::1', 'not an address', '']],
] as const)('an address is %s', (kind, addresses) => {
  expect(addresses.map((address) => [address, addressKind(address)])).toEqual(addresses.map((address) => [address, kind]));
});
