import { BlockList, isIPv6 } from 'node:net';

/**
 * What an IP address is to a request forger: `metadata` hands out the machine's credentials and is never called;
 * `private` is behind the firewall.
 */
export type AddressClass = 'metadata' | 'private' | 'public';

const metadata = createList([
  '169.254.0.0/16', // AWS, Google Cloud, Azure, Oracle, DigitalOcean, IBM, and tasks on ECS
  '100.100.100.200/32', // Alibaba
  '168.63.129.16/32', // Azure's host
  '192.0.0.192/32', // Oracle
  'fe80::/10',
  'fd00:ec2::254/128', // AWS
  'fd20:ce::254/128', // Google Cloud
  'fd00:42::42/128', // Scaleway
]);

const local = createList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  'fc00::/7',
  'fec0::/10',
  'ff00::/8',
]);

const metadataNames = new Set(['metadata.google.internal', 'metadata.goog']);

export function classifyAddress(address: string): AddressClass {
  const [plain = ''] = address.split('%');
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  if (metadata.check(plain, family)) return 'metadata';
  return local.check(plain, family) ? 'private' : 'public';
}

/** Whether a host's name alone says that it is a metadata service. */
export function isMetadataName(hostname: string): boolean {
  return metadataNames.has(hostname.toLowerCase().replace(/\.$/, ''));
}

/** A list that also knows an IPv4 subnet by the IPv6 addresses that lead to it; the mapped ones it knows by itself. */
function createList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits = ''] = subnet.split('/');
    if (isIPv6(address)) list.addSubnet(address, Number(bits), 'ipv6');
    else addIpv4(list, address, Number(bits));
  }
  return list;
}

function addIpv4(list: BlockList, address: string, bits: number): void {
  list.addSubnet(address, bits, 'ipv4');
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const high = (a * 256 + b).toString(16);
  const low = (c * 256 + d).toString(16);
  list.addSubnet(`64:ff9b::${high}:${low}`, 96 + bits, 'ipv6'); // NAT64
  list.addSubnet(`2002:${high}:${low}::`, 16 + bits, 'ipv6'); // 6to4
  list.addSubnet(`::${high}:${low}`, 96 + bits, 'ipv6'); // IPv4-compatible
}
