"""Trains one network of networks.json on PyTorch and prints milliseconds and CPU milliseconds of each step.

    python3 pytorch-steps.py NAME THREADS SECONDS
"""

import json
import pathlib
import sys
import time

import torch
import torch.nn as nn
import torchvision

name, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
networks = json.loads(pathlib.Path(__file__).with_name("networks.json").read_text())
network = next(each for each in networks if each["name"] == name)
batch, size, classes = network["batch"], network["size"], network["classes"]


def conv_bn(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.first = nn.Sequential(conv_bn(inputs, outputs, 3, stride), nn.ReLU(inplace=True))
        self.second = conv_bn(outputs, outputs, 3, 1)
        is_same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if is_same else conv_bn(inputs, outputs, 1, stride)

    def forward(self, x):
        return torch.relu_(self.second(self.first(x)) + self.shortcut(x))


def edge_net() -> nn.Module:
    stages = [Residual(24, 24, 1), Residual(24, 48, 2), Residual(48, 96, 2), Residual(96, 192, 2)]
    stem = [conv_bn(3, 24, 3, 2), nn.ReLU(inplace=True)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(192, classes)]
    return nn.Sequential(*stem, *stages, *head)


def small_cnn() -> nn.Module:
    flat = 64 * (size // 4) ** 2
    return nn.Sequential(
        *[nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Flatten(), nn.Linear(flat, 128), nn.ReLU(), nn.Linear(128, classes)],
    )


torch.set_num_threads(threads)
make = {
    "resnet18": lambda: torchvision.models.resnet18(num_classes=classes),
    "smallCnn": small_cnn,
    "edgeNet": edge_net,
}
model = make[name]().train()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
images = torch.randn(batch, 3, size, size)
labels = torch.arange(batch) % classes
steps = []
end = time.perf_counter() + seconds
while time.perf_counter() < end or len(steps) < 5:
    start, cpu = time.perf_counter(), time.process_time()
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    optimizer.step()
    loss.item()
    steps.append([(time.perf_counter() - start) * 1e3, (time.process_time() - cpu) * 1e3])
print(json.dumps(steps[2:]))
