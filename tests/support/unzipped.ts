import assert from 'node:assert/strict';
import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a ZIP file by name. Asserts that their checksums are right. */
export function unzipped(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let { at, count } = directoryOf(zip);
  for (; count > 0; count -= 1) {
    assert.equal(zip.readUInt32LE(at), 0x02014b50, 'not an entry of the directory');
    const packed = zip.readUInt32LE(at + 20);
    const name_end = at + 46 + zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, name_end);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(start, start + packed);
    const content = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(stored) : stored;
    assert.equal(content.length, zip.readUInt32LE(at + 24), name);
    assert.equal(crc32(content), zip.readUInt32LE(at + 16), name);
    assert.ok(!files.has(name), `${name} is there twice`);
    files.set(name, content);
    at = name_end + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** The position of the directory and its number of entries; for a large file (ZIP64), from the longer record. */
function directoryOf(zip: Buffer): { at: number; count: number } {
  const end = zip.lastIndexOf('PK\x05\x06', zip.length, 'latin1');
  assert.ok(end > 0, 'the zip has no end');
  const count = zip.readUInt16LE(end + 10);
  if (count < 0xffff) return { at: zip.readUInt32LE(end + 16), count };
  const large = Number(zip.readBigUInt64LE(end - 20 + 8));
  assert.equal(zip.readUInt32LE(large), 0x06064b50, 'no record of a large zip');
  return { at: Number(zip.readBigUInt64LE(large + 48)), count: Number(zip.readBigUInt64LE(large + 32)) };
}
