/**
 * Counts the work of a WebAssembly module: how often its functions are called and its loops go
 * round. That is the same on every machine, however busy it is. A module that works for too long
 * is stopped, so that an expression that never comes to an end fails a test and does not hang it.
 */

const I64 = 0x7e;

/**
 * A copy of a module that counts. It exports two variables of 64 bits: `work`, the count, and
 * `most`, the count at which it is stopped with an error.
 */
export function metered(bytes) {
  const reader = new Reader(bytes);
  const out = [...reader.take(8)];
  const sections = [];
  while (!reader.isDone()) {
    const id = reader.byte();
    const length = reader.unsigned();
    sections.push({ id, body: reader.take(length) });
  }
  const find = (id) => sections.find((section) => section.id === id);
  const work = globalsImported(find(2)) + globalsDefined(find(6));
  addGlobals(sections);
  const named = (name, index) => [name.length, ...Buffer.from(name), 3, ...unsigned(index)];
  find(7).body = vector(find(7).body, [named('work', work), named('most', work + 1)]);
  find(10).body = functions(find(10).body, counter(work));
  for (const { id, body } of sections) {
    out.push(id, ...unsigned(body.length));
    for (const byte of body) {
      out.push(byte);
    }
  }
  return Uint8Array.from(out);
}

/** Adds one to the count, and stops when there is too much. */
function counter(work) {
  const [count, most] = [unsigned(work), unsigned(work + 1)];
  return [
    ...[0x23, ...count, 0x42, 1, 0x7c, 0x24, ...count], // work = work + 1
    ...[0x23, ...count, 0x23, ...most, 0x56, 0x04, 0x40, 0x00, 0x0b], // if (work > most) unreachable
  ];
}

function globalsImported(section) {
  let found = 0;
  const reader = new Reader(section?.body ?? new Uint8Array([0]));
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    reader.take(reader.unsigned());
    reader.take(reader.unsigned());
    switch (reader.byte()) {
      case 0:
        reader.unsigned();
        break;
      case 1:
        reader.byte();
        reader.limits();
        break;
      case 2:
        reader.limits();
        break;
      case 3:
        reader.take(2);
        found += 1;
        break;
      default:
        throw new Error('an import of a kind that is not known');
    }
  }
  return found;
}

function globalsDefined(section) {
  return section === undefined ? 0 : new Reader(section.body).unsigned();
}

/** Adds variables of 64 bits that are nought, or as many as can be counted for the last. */
function addGlobals(sections) {
  const fresh = [
    [I64, 1, 0x42, 0, 0x0b],
    [I64, 1, 0x42, ...[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00], 0x0b],
  ];
  const known = sections.find((section) => section.id === 6);
  if (known !== undefined) {
    known.body = vector(known.body, fresh);
    return;
  }
  const before = sections.findLastIndex((section) => section.id !== 0 && section.id < 6);
  sections.splice(before + 1, 0, { id: 6, body: Uint8Array.from([fresh.length, ...fresh.flat()]) });
}

/** A vector with more entries at its end. */
function vector(body, entries) {
  const reader = new Reader(body);
  const count = reader.unsigned();
  return Uint8Array.from([...unsigned(count + entries.length), ...reader.rest(), ...entries.flat()]);
}

function functions(body, count) {
  const reader = new Reader(body);
  const number = reader.unsigned();
  const out = [...unsigned(number)];
  for (let left = number; left > 0; left -= 1) {
    const written = counted(new Reader(reader.take(reader.unsigned())), count);
    out.push(...unsigned(written.length));
    for (const byte of written) {
      out.push(byte);
    }
  }
  return Uint8Array.from(out);
}

/** A function's body that counts at its start and wherever a loop goes round. */
function counted(reader, count) {
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    reader.unsigned();
    reader.byte();
  }
  const out = [...reader.before(), ...count];
  while (!reader.isDone()) {
    const begin = reader.at;
    const code = reader.byte();
    reader.immediates(code);
    for (const byte of reader.bytes.subarray(begin, reader.at)) {
      out.push(byte);
    }
    if (code === 0x03) {
      out.push(...count);
    }
  }
  return out;
}

function unsigned(number) {
  const out = [];
  for (let left = number; ; left >>>= 7) {
    if (left < 0x80) {
      out.push(left);
      return out;
    }
    out.push((left & 0x7f) | 0x80);
  }
}

class Reader {
  at = 0;

  constructor(bytes) {
    this.bytes = bytes;
  }

  isDone() {
    return this.at >= this.bytes.length;
  }

  byte() {
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  before() {
    return this.bytes.subarray(0, this.at);
  }

  rest() {
    return this.bytes.subarray(this.at);
  }

  unsigned() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return number;
      }
    }
  }

  /** A signed number, of which only the length matters. */
  signed() {
    while (this.byte() >= 0x80);
  }

  limits() {
    const hasMost = this.byte() & 1;
    this.unsigned();
    if (hasMost) {
      this.unsigned();
    }
  }

  /** What follows an instruction, by the specification's first version with bulk memory and sign extension. */
  immediates(code) {
    if (code >= 0x28 && code <= 0x3e) {
      this.unsigned();
      this.unsigned();
    } else if (code >= 0x45 && code <= 0xc4) {
      // Arithmetic has nothing after it.
    } else {
      switch (code) {
        case 0x02: // block
        case 0x03: // loop
        case 0x04: // if
        case 0x41: // i32.const
        case 0x42: // i64.const
          this.signed();
          break;
        case 0x0c: // br
        case 0x0d: // br_if
        case 0x10: // call
        case 0x20: // local.get and the like
        case 0x21:
        case 0x22:
        case 0x23:
        case 0x24:
        case 0x3f: // memory.size
        case 0x40: // memory.grow
          this.unsigned();
          break;
        case 0x0e: // br_table
          for (let left = this.unsigned() + 1; left > 0; left -= 1) {
            this.unsigned();
          }
          break;
        case 0x11: // call_indirect
          this.unsigned();
          this.unsigned();
          break;
        case 0x43: // f32.const
          this.take(4);
          break;
        case 0x44: // f64.const
          this.take(8);
          break;
        case 0xfc: {
          const more = this.unsigned();
          if (more === 8 || more === 10) {
            this.take(2); // memory.init, memory.copy
          } else if (more === 9 || more === 11) {
            this.take(1); // data.drop, memory.fill
          } else if (more > 7) {
            throw new Error(`instruction 0xfc ${more} is not known`);
          }
          break;
        }
        case 0x00: // unreachable
        case 0x01: // nop
        case 0x05: // else
        case 0x0b: // end
        case 0x0f: // return
        case 0x1a: // drop
        case 0x1b: // select
          break;
        default:
          throw new Error(`instruction 0x${code.toString(16)} is not known`);
      }
    }
  }
}
