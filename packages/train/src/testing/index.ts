export { createDrawnShapes, DRAWN_SHAPES, type DrawnShapesOptions } from './create-drawn-shapes.js';
