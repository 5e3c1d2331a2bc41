import { classifyAddress, isMetadataName } from './address-class.ts';

describe('an address', () => {
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fe80::1',
    'fe80::1%eth0',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
  ])('%s is metadata', (address) => {
    expect(classifyAddress(address)).toBe('metadata');
  });

  it.each([
    '0.0.0.0',
    '127.0.0.1',
    '10.96.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
  ])('%s is private', (address) => {
    expect(classifyAddress(address)).toBe('private');
  });

  it.each(['1.1.1.1', '172.32.0.1', '169.253.255.255', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    '%s is public',
    (address) => {
      expect(classifyAddress(address)).toBe('public');
    },
  );
});

it('the name of a metadata service is known in any case, and with a dot at its end', () => {
  const names = ['Metadata.google.internal', 'metadata.google.internal.', 'metadata.goog', 'metadata'];
  expect(names.map(isMetadataName)).toStrictEqual([true, true, true, false]);
});
