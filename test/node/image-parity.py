"""Writes images of every kind that Pillow can make into a folder, and beside each its pixels as RGB."""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

folder = Path(sys.argv[1])
generator = np.random.default_rng(1)
height, width = 37, 53
noise = Image.fromarray(generator.integers(0, 256, (height, width, 3), dtype=np.uint8))
ramp = np.indices((height, width)).sum(0).astype(np.float32)
smooth = Image.fromarray(np.stack([ramp * 2.8, 250 - ramp * 2.8, ramp * 1.3], 2).astype(np.uint8))
rgba = Image.fromarray(generator.integers(0, 256, (height, width, 4), dtype=np.uint8), 'RGBA')
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()


def png16(values):
    """A 16-bit RGB PNG, which Pillow reads but does not write."""

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    rows = b''.join(b'\0' + row.astype('>u2').tobytes() for row in values)
    header = struct.pack('>IIBBBBB', values.shape[1], values.shape[0], 16, 2, 0, 0, 0)
    return (
        b'\x89PNG\r\n\x1a\n'
        + chunk(b'IHDR', header)
        + chunk(b'IDAT', zlib.compress(rows))
        + chunk(b'IEND', b'')
    )


smooth.save(folder / 'baseline.jpg', quality=90)
smooth.save(folder / 'subsampled.jpg', quality=75, subsampling=2)
noise.save(folder / 'noise.jpg', quality=60)
smooth.save(folder / 'progressive.jpg', progressive=True)
smooth.save(folder / 'srgb-profile.jpg', icc_profile=srgb)
noise.convert('L').save(folder / 'gray.jpg')
smooth.convert('CMYK').save(folder / 'cmyk.jpg', quality=95)
noise.convert('CMYK').save(folder / 'cmyk.tif')
noise.save(folder / 'rgb.png')
noise.convert('L').save(folder / 'gray.png')
rgba.save(folder / 'rgba.png')
rgba.convert('LA').save(folder / 'gray-alpha.png')
noise.convert('P').save(folder / 'palette.png')
noise.convert('P').save(folder / 'palette-transparent.png', transparency=3)
noise.convert('1').save(folder / 'one-bit.png')
(folder / 'rgb16.png').write_bytes(
    png16(generator.integers(0, 65536, (height, width, 3), dtype=np.uint16))
)
noise.convert('P').save(folder / 'palette.gif')
noise.save(folder / 'rgb.tif')
noise.save(folder / 'lzw.tif', compression='tiff_lzw')
rgba.save(folder / 'rgba.webp', lossless=True, exact=True)
smooth.save(folder / 'lossy.webp', quality=80)
noise.resize((1, 1)).save(folder / 'one-pixel.jpg')
noise.resize((1, 30)).save(folder / 'one-column.png')

sources = sorted(folder.iterdir())
sources += [Path(photo) for photo in sys.argv[2:]]
for source in sources:
    image = Image.open(source).convert('RGB')
    (folder / f'{source.name}.rgb').write_bytes(image.tobytes())
