// Written by scripts/generate-imagenet-data.mjs; do not edit.

/** The ImageNet classifiers of the ONNX Model Zoo: github.com/onnx/models HEAD b1eeaa1ac722dcc1cd1a8284bde34393dab61c3d. */
export const ONNX_ZOO_FILES = {
  "bvlcalexnet-12-int8.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-12-int8.onnx",
    sha256: "d53bbedf100be79277cf55d78c72bdcb67d88786988561bf5d530f038e443c7b",
    bytes: 60984008,
  },
  "bvlcalexnet-12-qdq.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-12-qdq.onnx",
    sha256: "c103c0f7b8f9d8d64b400e0899d5934d2a13d1f08368ba1907285aa0691f4cbb",
    bytes: 61009072,
  },
  "bvlcalexnet-12.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-12.onnx",
    sha256: "6b0da9510f27f234ee96a85dc3809dd210150fdefad87f6850f9788513216945",
    bytes: 243863787,
  },
  "bvlcalexnet-3.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-3.onnx",
    sha256: "e9e222ef55ba873b219f22987130fb0567cb7bc7d3f1afeb47ff442bc0e11b6d",
    bytes: 243863514,
  },
  "bvlcalexnet-6.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-6.onnx",
    sha256: "f1ae53b93d83dd74731c84337ae64035288ce336794a46e2b17b56e7566feaab",
    bytes: 243863628,
  },
  "bvlcalexnet-7.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-7.onnx",
    sha256: "d9c9134b90c760d4231e89ad9758bcc8a9397c3ba1cd56fadbef888b534ac6b4",
    bytes: 243863542,
  },
  "bvlcalexnet-8.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-8.onnx",
    sha256: "9a4dc22fd706a19462aaec3b08e027e0ef89daf63d123824f20b59b6de9a727b",
    bytes: 243863542,
  },
  "bvlcalexnet-9.onnx": {
    path: "validated/vision/classification/alexnet/model/bvlcalexnet-9.onnx",
    sha256: "ef3c82dad5c512f969dbf701fe35c0b3feb1585687d541f765eb68730c0a8af7",
    bytes: 243863542,
  },
  "caffenet-12-int8.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-12-int8.onnx",
    sha256: "ee44f74d2582aa4ca7131929cd28b2a07f5f39f951d8d4f997fffcbed42aa61d",
    bytes: 60984071,
  },
  "caffenet-12-qdq.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-12-qdq.onnx",
    sha256: "ff1170e8123aa7b8d652bc43a9e9864ee6ba050653470f34dada9b6ad0731b40",
    bytes: 61009797,
  },
  "caffenet-12.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-12.onnx",
    sha256: "ea563e5c47d1f58e1717cf1a2d8bf288b8adc07af0ad228b622096cd243aeecb",
    bytes: 243863798,
  },
  "caffenet-3.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-3.onnx",
    sha256: "e362cbd353e7a0432d46ec608bfc38646aa8d70207ddb92788008816603ce835",
    bytes: 243863525,
  },
  "caffenet-6.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-6.onnx",
    sha256: "15e568474e1c2af94cc34b812628707fee0130f3a3c8b3329cbc5e4ba9248682",
    bytes: 243863639,
  },
  "caffenet-7.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-7.onnx",
    sha256: "a249fe5683aa6b517dfb198e4b3bd40a1b7611d4995fde0b0b9ced5f4143bc5c",
    bytes: 243863553,
  },
  "caffenet-8.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-8.onnx",
    sha256: "82f8997778cd9c5ef9673fc86e340f86e3b29650886b923e5e1aa478d5f83f92",
    bytes: 243863553,
  },
  "caffenet-9.onnx": {
    path: "validated/vision/classification/caffenet/model/caffenet-9.onnx",
    sha256: "802138332cf3e423c82a9a80c76e4f9227dd4effb3aba55413601fa4345cfd36",
    bytes: 243863553,
  },
  "densenet-12-int8.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-12-int8.onnx",
    sha256: "22ab62382b43c2757d84832bf7db13569ab22073d2b1c086ab5669be46d89016",
    bytes: 8901304,
  },
  "densenet-12.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-12.onnx",
    sha256: "0294e7e88e5b3360de9b0fdc321baf9e6ef18b7f058c4536caae3b9f18ed9ed5",
    bytes: 32726877,
  },
  "densenet-3.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-3.onnx",
    sha256: "7749c7b6c419cf2b8c6b8a979c86bb3d322976578682662b852cae36e2b79b41",
    bytes: 32718955,
  },
  "densenet-6.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-6.onnx",
    sha256: "875fb597a9f0f79cca8a9db610a355920b13959fbe7dc35b759dd35f4d25e291",
    bytes: 32719461,
  },
  "densenet-7.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-7.onnx",
    sha256: "79c3bc0974696a2ea9efd2f7bca19fdd630834bd0086f1b4a1c3db3dce3b2a51",
    bytes: 32719461,
  },
  "densenet-8.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-8.onnx",
    sha256: "c57fd1e5864ddc808a84567d0d3a1ea6b5e4d1afbec17372723503be7a030e3a",
    bytes: 32719461,
  },
  "densenet-9.onnx": {
    path: "validated/vision/classification/densenet-121/model/densenet-9.onnx",
    sha256: "875fb597a9f0f79cca8a9db610a355920b13959fbe7dc35b759dd35f4d25e291",
    bytes: 32719461,
  },
  "efficientnet-lite4-11-int8.onnx": {
    path: "validated/vision/classification/efficientnet-lite4/model/efficientnet-lite4-11-int8.onnx",
    sha256: "2b3cbb5077262b20df565dacddecb3724c0976c35029a87e512d13aa4eff04a2",
    bytes: 13585963,
  },
  "efficientnet-lite4-11-qdq.onnx": {
    path: "validated/vision/classification/efficientnet-lite4/model/efficientnet-lite4-11-qdq.onnx",
    sha256: "6837d0b19625d4aff8266d7197a7f3775afd82a8c40f9fd0283d52db4955566f",
    bytes: 13469992,
  },
  "efficientnet-lite4-11.onnx": {
    path: "validated/vision/classification/efficientnet-lite4/model/efficientnet-lite4-11.onnx",
    sha256: "d111689907c06eea7c82e4833ddef758da6453b9d4cf60b7e99ca05c7cbd9c12",
    bytes: 51946641,
  },
  "googlenet-12-int8.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-12-int8.onnx",
    sha256: "282290386d7055c1b1e9692680621907991a87f9839391892b5cbe4da2e9871f",
    bytes: 7122858,
  },
  "googlenet-12-qdq.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-12-qdq.onnx",
    sha256: "f764ae1ed52e5fca319a43a19e9526d2f028e7f10b9d17a8eefcb098cd90d36d",
    bytes: 7135204,
  },
  "googlenet-12.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-12.onnx",
    sha256: "c99c507058eaf41de8723408fdda7db8325cb57f0a89f2ee07a716d6e963e14e",
    bytes: 28021836,
  },
  "googlenet-3.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-3.onnx",
    sha256: "5725ccfd90845735ce5897faf7843c3f9b13acda3c4f3bff82cb21c9337c9de8",
    bytes: 28020232,
  },
  "googlenet-6.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-6.onnx",
    sha256: "bd979d99d10d9acf84c5a67252bcae4992bf4e1afdab046cb0ea370e6f01ee38",
    bytes: 28020232,
  },
  "googlenet-7.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-7.onnx",
    sha256: "5725ccfd90845735ce5897faf7843c3f9b13acda3c4f3bff82cb21c9337c9de8",
    bytes: 28020232,
  },
  "googlenet-8.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-8.onnx",
    sha256: "3d343d459199fbcc8cd43d45264180e3e1ef91d4908f3541b5b308995206362c",
    bytes: 28020232,
  },
  "googlenet-9.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/googlenet/model/googlenet-9.onnx",
    sha256: "bd979d99d10d9acf84c5a67252bcae4992bf4e1afdab046cb0ea370e6f01ee38",
    bytes: 28020232,
  },
  "inception-v1-12-int8.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-12-int8.onnx",
    sha256: "7d25f0bfa7a92e9a67d8049facd4454911ca4388a303fc61ee14664b1010c717",
    bytes: 10191535,
  },
  "inception-v1-12-qdq.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-12-qdq.onnx",
    sha256: "c6a8e07c53ea417a0001ebba885a3a623f1c3c51fac105485aca638e2f3de25d",
    bytes: 7135424,
  },
  "inception-v1-12.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-12.onnx",
    sha256: "814b31a6316873bd03d2d808415ce1f40a7bf48ad88eab5ecc3cdc8dc6cf38ec",
    bytes: 28021958,
  },
  "inception-v1-3.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-3.onnx",
    sha256: "6e6a6091a76dcc34b7afd68cec9355687278844b92fb0364b608e5c6f33067e8",
    bytes: 28020217,
  },
  "inception-v1-6.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-6.onnx",
    sha256: "9e7c4e026430fc055cb040dfe7f7978556b3af13cd618a7866841c00dd6d178f",
    bytes: 28020390,
  },
  "inception-v1-7.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-7.onnx",
    sha256: "eaa5c289961ef2134290ddd42852d818d1d40fce18ffbc876bc446483343af9c",
    bytes: 28020356,
  },
  "inception-v1-8.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-8.onnx",
    sha256: "ec956d393dd467b6d9e0b17b8c8227c534b936bfbcdc82343a3a7238375775f0",
    bytes: 28020356,
  },
  "inception-v1-9.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v1/model/inception-v1-9.onnx",
    sha256: "f8b7bb4040377b83089eef98800a15303325ed75ced468a8972a87e0bc23692e",
    bytes: 28020356,
  },
  "inception-v2-3.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v2/model/inception-v2-3.onnx",
    sha256: "8bb3ba787e84667bc1169034c36a1f1c1cddfbd19d5e48c9c51306a087973bc8",
    bytes: 45042595,
  },
  "inception-v2-6.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v2/model/inception-v2-6.onnx",
    sha256: "53626ce95a96756469d23b8dd917f8b5a6015c628369d219bdbf17bb5d0178f5",
    bytes: 45040501,
  },
  "inception-v2-7.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v2/model/inception-v2-7.onnx",
    sha256: "e1ada57696a4d2c23984b8584cd8df40243301f7344475a8653118c0d5da57a5",
    bytes: 45042799,
  },
  "inception-v2-8.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v2/model/inception-v2-8.onnx",
    sha256: "878e9c04172215cb7a1ce225dfecfe2ed098abde5cb1067dc644a3629ec6dcf1",
    bytes: 45042799,
  },
  "inception-v2-9.onnx": {
    path: "validated/vision/classification/inception_and_googlenet/inception_v2/model/inception-v2-9.onnx",
    sha256: "37ed4aa93f817fd0d1cc19bda045ebd70f18d0887a5f51e66ecd0ed8fd5a65c2",
    bytes: 45042799,
  },
  "mobilenetv2-10.onnx": {
    path: "validated/vision/classification/mobilenet/model/mobilenetv2-10.onnx",
    sha256: "0e7c0aa4bc74650386fa1d2c84705753de7c2bdb21909ada5c59154bb429e092",
    bytes: 13963115,
  },
  "mobilenetv2-12-int8.onnx": {
    path: "validated/vision/classification/mobilenet/model/mobilenetv2-12-int8.onnx",
    sha256: "cc028fe6cae7bc11a4ff53cfc9b79c920e8be65ce33a904ec3e2a8f66d77f95f",
    bytes: 3655033,
  },
  "mobilenetv2-12-qdq.onnx": {
    path: "validated/vision/classification/mobilenet/model/mobilenetv2-12-qdq.onnx",
    sha256: "41a36090dafe98f4ad8f9b7fe0b218c56ac3c031e547f0367c30655d2702bffe",
    bytes: 3593903,
  },
  "mobilenetv2-12.onnx": {
    path: "validated/vision/classification/mobilenet/model/mobilenetv2-12.onnx",
    sha256: "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5",
    bytes: 13964571,
  },
  "mobilenetv2-7.onnx": {
    path: "validated/vision/classification/mobilenet/model/mobilenetv2-7.onnx",
    sha256: "c1c513582d56afceff8516c73804e484c81c6a830712ab6d682253f4a3cd042f",
    bytes: 14246826,
  },
  "resnet101-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet101-v1-7.onnx",
    sha256: "760702f6ec0138f71ebac66f4e95d1c72dc9267a8544f4d4667a53075fd0497c",
    bytes: 178914043,
  },
  "resnet101-v2-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet101-v2-7.onnx",
    sha256: "3a0a819ea0953fb4700b0d98e43540aeee253e5b4c503c552b0c7979fc67767d",
    bytes: 178682301,
  },
  "resnet152-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet152-v1-7.onnx",
    sha256: "b0ec92437bf8c9d0739bf9bafdea9638e13f9e3c1e2fb766ad546cc182fd3f6d",
    bytes: 241816206,
  },
  "resnet152-v2-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet152-v2-7.onnx",
    sha256: "40fb3f6dd313ba786a2c8077a0ef7d7b4afeda5d037365400d3a7fbc2b1bee64",
    bytes: 241503848,
  },
  "resnet18-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet18-v1-7.onnx",
    sha256: "4e8f8653e7a2222b3904cc3fe8e304cd8b339ce1d05fd24688162f86fb6df52c",
    bytes: 46820737,
  },
  "resnet18-v2-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet18-v2-7.onnx",
    sha256: "3b4d048057854022232aa20bf68262e31718ab7119a17f920b8a2dc1433f824b",
    bytes: 46806737,
  },
  "resnet34-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet34-v1-7.onnx",
    sha256: "883a41b2e30ddc2e422c108b091b5e70b92d37dc5c345a2c563dcae27971e2cc",
    bytes: 87302588,
  },
  "resnet34-v2-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet34-v2-7.onnx",
    sha256: "3d3815e25f4b1ea967e2a526a3b27ef2a03af1725bdc199a63a271c26862d914",
    bytes: 87288587,
  },
  "resnet50-caffe2-v1-3.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-caffe2-v1-3.onnx",
    sha256: "22cbd5723582d9e4636c46da43732980c8a60f8fc74c37f15db522034e6ae84d",
    bytes: 102491873,
  },
  "resnet50-caffe2-v1-6.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-caffe2-v1-6.onnx",
    sha256: "166b367d86f2afe34f7438154f2798d081b13d369df20c75b485b76763c16a0e",
    bytes: 102490291,
  },
  "resnet50-caffe2-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-caffe2-v1-7.onnx",
    sha256: "48c377bd20b8e7c1b4a2e371c1badefbb9db906f57bcc5c800a28835c6b988bf",
    bytes: 102489425,
  },
  "resnet50-caffe2-v1-8.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-caffe2-v1-8.onnx",
    sha256: "4f4a244f1485883fbf4faa0f967409a747164733a7b59b2d07d124d6bbd26ae0",
    bytes: 102489425,
  },
  "resnet50-caffe2-v1-9.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-caffe2-v1-9.onnx",
    sha256: "822daa93e11ecd505f282eb16e02d7fa6d7a88a4db0c9f832320798e508ba0dd",
    bytes: 102489425,
  },
  "resnet50-v1-12-int8.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-v1-12-int8.onnx",
    sha256: "c234f30975989788b4405f25253275aae247ab6dbdd34aaa69ab0a59ff76f6d0",
    bytes: 25816052,
  },
  "resnet50-v1-12-qdq.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-v1-12-qdq.onnx",
    sha256: "e6429d274805654c79ba68dc886c1efd4eff95393e747c35d3fdab579febd8a0",
    bytes: 25753167,
  },
  "resnet50-v1-12.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-v1-12.onnx",
    sha256: "3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526",
    bytes: 102576593,
  },
  "resnet50-v1-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-v1-7.onnx",
    sha256: "af16a04a6ec48ac494065d4439fe9dea590d337b9ca6dc328160ccf04a217b9c",
    bytes: 102583340,
  },
  "resnet50-v2-7.onnx": {
    path: "validated/vision/classification/resnet/model/resnet50-v2-7.onnx",
    sha256: "79102261eb6e5fd7af5d27f41316293e388c5cb691e5d25bfb035c4f64fefe31",
    bytes: 102442452,
  },
  "shufflenet-3.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-3.onnx",
    sha256: "ebbf0f6cf45d6971dee7833bfa9cceb868f19ed753c5bf6053857cdb68fc15bc",
    bytes: 5723516,
  },
  "shufflenet-6.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-6.onnx",
    sha256: "b0e5f38aa3961e6d208ccfe5e34dc52c1b9bf96f4b377cdba1919c6810457258",
    bytes: 5724572,
  },
  "shufflenet-7.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-7.onnx",
    sha256: "359609ab27d27d44091e05f9a5127d9ce0c155ed69d0716f41e6779998bc4764",
    bytes: 5723770,
  },
  "shufflenet-8.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-8.onnx",
    sha256: "faabc409fd57ae83ddebe7fb981ee492a7899c1acb4893cc8e64c11f0ccdaa98",
    bytes: 5723770,
  },
  "shufflenet-9.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-9.onnx",
    sha256: "3642c54024f09d35236f325df9822e772596c394cd90fd8e98ca1d2eba309e6f",
    bytes: 5723770,
  },
  "shufflenet-v2-10.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-v2-10.onnx",
    sha256: "8b85e969a0a5518b554c99548379d1ba54d973733a6a12012138d91852308584",
    bytes: 9218554,
  },
  "shufflenet-v2-12-int8.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-v2-12-int8.onnx",
    sha256: "bf5eefde67941aa7eaa7787316c9c52c4b04e07fc9587a6ea7028883be9a8d4e",
    bytes: 2388912,
  },
  "shufflenet-v2-12-qdq.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-v2-12-qdq.onnx",
    sha256: "7c536d02e2f6af9569e5f3c7a4d8282060072119524c93c8da71e63876b4722b",
    bytes: 2415805,
  },
  "shufflenet-v2-12.onnx": {
    path: "validated/vision/classification/shufflenet/model/shufflenet-v2-12.onnx",
    sha256: "ea69821b4dd374ae2f33f9710dd1229ac263d0ee5b5a46ca3521f6483e1ba035",
    bytes: 9218556,
  },
  "squeezenet1.0-12-int8.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-12-int8.onnx",
    sha256: "3da17dfad1b7ba23c93fac6dbf49f6db78cd42f7519e915a2e27d37c5c0a972b",
    bytes: 1293388,
  },
  "squeezenet1.0-12.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-12.onnx",
    sha256: "dec81a8684617770b3cf13fadc1d92565d1d453d23935fc6388b792d99c992bd",
    bytes: 4952956,
  },
  "squeezenet1.0-13-qdq.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-13-qdq.onnx",
    sha256: "4a567dd7542ef440890d57268fabf47211174c593d7a1837bd7f16a1067169e7",
    bytes: 1345213,
  },
  "squeezenet1.0-3.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-3.onnx",
    sha256: "f68e6ad41574fa495fc28db95dd47b78a79522e305990f6f6d2a1844607f886d",
    bytes: 4952238,
  },
  "squeezenet1.0-6.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-6.onnx",
    sha256: "513a21407cccfcc74eb20e7749de7d5dda38f3f3199fd3259deeca9c021d94a0",
    bytes: 4952238,
  },
  "squeezenet1.0-7.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-7.onnx",
    sha256: "d95e2191e056f1912a9b8f6000da3b9c7818441b9eb48137033c2adbf6398bc8",
    bytes: 4952222,
  },
  "squeezenet1.0-8.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-8.onnx",
    sha256: "3c0bff2f7c984350d3ffa98e0167dc08c15da88f05d0c31989ebeba6fbb5e025",
    bytes: 4952222,
  },
  "squeezenet1.0-9.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.0-9.onnx",
    sha256: "f2d3201f013b72988109e677e9244250f4cc02394529432972f05e1f6dcc7b62",
    bytes: 4952222,
  },
  "squeezenet1.1-7.onnx": {
    path: "validated/vision/classification/squeezenet/model/squeezenet1.1-7.onnx",
    sha256: "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088",
    bytes: 4956208,
  },
  "vgg16-12-int8.onnx": {
    path: "validated/vision/classification/vgg/model/vgg16-12-int8.onnx",
    sha256: "0d0a8e1d69f70404421e37dbad4f8bd21d42758e9f426bd5b39e9e4e9e1afa23",
    bytes: 138407238,
  },
  "vgg16-12-qdq.onnx": {
    path: "validated/vision/classification/vgg/model/vgg16-12-qdq.onnx",
    sha256: "74ae0fa7e9e5b16782581bf17b5582080d1c06b69ed59410c7b1f190d9328bb1",
    bytes: 138424439,
  },
  "vgg16-12.onnx": {
    path: "validated/vision/classification/vgg/model/vgg16-12.onnx",
    sha256: "722c42f53ca03a5480296bf8f9c85a151de3eed9ec982d7d2302ff6e2900c67b",
    bytes: 553437752,
  },
  "vgg16-7.onnx": {
    path: "validated/vision/classification/vgg/model/vgg16-7.onnx",
    sha256: "f20805a3ecccaa88647bbab4ad011ff2412a9838485ea844de0fcbce349820b9",
    bytes: 553437328,
  },
  "vgg16-bn-7.onnx": {
    path: "validated/vision/classification/vgg/model/vgg16-bn-7.onnx",
    sha256: "4fdceabf1ef715c9ed3020fa2eac1cb2a448296c086b03633c80cf47e1c5afce",
    bytes: 553512191,
  },
  "vgg19-7.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-7.onnx",
    sha256: "692f9f927f1df1b89033787a77a73eac59fd9b3344f9ecdf0b13221e41c2046f",
    bytes: 574677321,
  },
  "vgg19-bn-7.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-bn-7.onnx",
    sha256: "ce0987dfa6228ad29708013f38b7f73cbc14ca6066a05fc22ee49b35871c63ed",
    bytes: 574774380,
  },
  "vgg19-caffe2-3.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-caffe2-3.onnx",
    sha256: "2a7d16457887670e978c9bcfc64e686482d1da807fcfbd7536074e47ad4540f7",
    bytes: 574674684,
  },
  "vgg19-caffe2-6.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-caffe2-6.onnx",
    sha256: "088ee597d84957594ded3fd44d669ed142ce2484048e1d9f7fafeb66d12913fa",
    bytes: 574674798,
  },
  "vgg19-caffe2-7.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-caffe2-7.onnx",
    sha256: "967f4f585137782d541301ba2d4a9c006be92671de53e37739d92e386e3124ea",
    bytes: 574674712,
  },
  "vgg19-caffe2-8.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-caffe2-8.onnx",
    sha256: "639ce28961555254d0726c6bb7b2ae7bb9665233d00e04d1add3425aae86cb87",
    bytes: 574674712,
  },
  "vgg19-caffe2-9.onnx": {
    path: "validated/vision/classification/vgg/model/vgg19-caffe2-9.onnx",
    sha256: "cfb97260b303ad3963999662456571b89c5f73dbdd2fd9dffd19fed7a90f766b",
    bytes: 574674712,
  },
  "zfnet512-12-int8.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-12-int8.onnx",
    sha256: "df166c66ff5626538400506f7871cad4f721bd07bbb2ba2af6d2309c7250917c",
    bytes: 87274426,
  },
  "zfnet512-12-qdq.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-12-qdq.onnx",
    sha256: "d29f9fe228a3b1ea4333e69f156faee1075e610721b46730c7ebeeb9ede36727",
    bytes: 87288258,
  },
  "zfnet512-12.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-12.onnx",
    sha256: "c975ca6a24c0a2e1584c6f82667e0ac9c06084fc7769d267f71b4a154d1f1c72",
    bytes: 349005501,
  },
  "zfnet512-3.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-3.onnx",
    sha256: "7a30178001394e21ccaac288942f4130f0099d4d3263b8ba2272f0cf2a988f49",
    bytes: 349005312,
  },
  "zfnet512-6.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-6.onnx",
    sha256: "80158bfe8c1191263d003bfaa62694e7cf389b4a472456e389ceadbc4dab684d",
    bytes: 349005426,
  },
  "zfnet512-7.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-7.onnx",
    sha256: "b62d3e67f480d3faa3757dba77f519008bc985072ae163ee0bbcac426916efee",
    bytes: 349005372,
  },
  "zfnet512-8.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-8.onnx",
    sha256: "2b70b4d43c6e1b8a19b93bb465cb40c2f4f656abac13aebd1b3105e9c904b486",
    bytes: 349005372,
  },
  "zfnet512-9.onnx": {
    path: "validated/vision/classification/zfnet-512/model/zfnet512-9.onnx",
    sha256: "55e3cb74e3d1744e0a8d9fecadd79e9f52887891e2e17df639670ac7293d99ba",
    bytes: 349005372,
  },
} as const;
