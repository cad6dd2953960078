export { decodeImage, type DecodeImageOptions } from './image/decode-image.js';
export {
  IMAGE_DECODE_REASONS,
  ImageDecodeError,
  type ImageDecodeReason,
} from './image/image-decode-error.js';
