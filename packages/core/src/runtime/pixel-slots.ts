/** A reusable piece of memory that carries the pixels of one frame to where they are preprocessed. */
export interface PixelSlot {
  /** Never used again for other memory. */
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** Slots that are handed out and taken back, so that a stream of frames allocates nothing. */
export interface PixelSlots {
  /** A slot of at least `byteLength` bytes. */
  acquire(byteLength: number): PixelSlot;
  release(slot: PixelSlot): void;
}

/**
 * Creates a pool of slots.
 *
 * @param allocate Gives the memory of a slot, shared memory where another thread reads it.
 * @param maxFree Slots kept for reuse; more are dropped when they come back.
 * @param onDrop Told of each slot that will not be used again.
 */
export const createPixelSlots = ({
  allocate,
  maxFree,
  onDrop,
}: {
  allocate: (byteLength: number) => Uint8Array;
  maxFree: number;
  onDrop: (slot: PixelSlot) => void;
}): PixelSlots => {
  const free: PixelSlot[] = [];
  let nextId = 0;
  return {
    acquire: (byteLength) => {
      const fitting = free.findIndex((slot) => slot.bytes.byteLength >= byteLength);
      const [recycled] = fitting < 0 ? [] : free.splice(fitting, 1);
      if (recycled !== undefined) return recycled;
      // Frames of one stream have one size: a slot that is too small is of a size that has passed.
      const outgrown = free.pop();
      if (outgrown !== undefined) onDrop(outgrown);
      nextId += 1;
      return { id: nextId, bytes: allocate(byteLength) };
    },
    release: (slot) => {
      if (free.length < maxFree) free.push(slot);
      else onDrop(slot);
    },
  };
};
