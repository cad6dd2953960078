/** Canvases hold colours multiplied by alpha, which loses their low bits where a picture is transparent. */
const isOpaque = (data: Uint8ClampedArray): boolean => {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
};

const readCanvas = (bitmap: ImageBitmap): Uint8ClampedArray<ArrayBuffer> | undefined => {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    willReadFrequently: true,
    colorSpace: 'srgb',
  });
  context?.drawImage(bitmap, 0, 0);
  return context?.getImageData(0, 0, width, height).data;
};

/** A texture holds the colours as they are, whatever their alpha. */
const readTexture = (bitmap: ImageBitmap): Uint8ClampedArray<ArrayBuffer> | undefined => {
  const { width, height } = bitmap;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null || Math.max(width, height) > Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))) {
    return undefined;
  }
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture | null;
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const data = new Uint8ClampedArray(4 * width * height);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(data.buffer));
  return gl.getError() === gl.NO_ERROR ? data : undefined;
};

/** The pixels of a bitmap that was made with `premultiplyAlpha: 'none'`, as RGBA; undefined where no canvas can be had. */
export const readPixels = (bitmap: ImageBitmap): Uint8ClampedArray<ArrayBuffer> | undefined => {
  const data = readCanvas(bitmap);
  return data === undefined || isOpaque(data) ? data : (readTexture(bitmap) ?? data);
};
