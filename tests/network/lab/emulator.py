"""A network emulator in user space, for kernels without netem: it carries every frame between the two ends of a wire.

Both ends are interfaces of the namespace it runs in. It knows wires, frames and time; no hosts, no browsers, no calls.

    python3 emulator.py prepare INTERFACE ...
    python3 emulator.py run SEED WIRE=HOST_END:NET_END ...
    python3 emulator.py forget

Every interface at either end of a wire needs `prepare` once: both those that are given to `run` and their peers, which may be
moved to another namespace afterwards. `forget` empties the table of tracked connections, and with it of address translations, of
the namespace it is called in.

`up` is the direction from the host into the network, `down` the other one. Control is one JSON object a line on stdin,
    {"id": 7, "wire": "a-wifi", "up": {"delayMs": 10, "lossPercent": 5}, "down": {"drop": ["udp"]}}
and each is answered by one line, {"id": 7, "wires": {"a-wifi": {"up": {"received": ..., "sent": ..., "lost": ...}, ...}}},
or {"id": 7, "error": "..."}. What a direction is given replaces all that it had. It ends when stdin closes.

delayMs              one way, at least 0
jitterMs             the delay varies evenly by this much both ways; frames stay in order, as in a queue
lossPercent          of the frames, at random
burstLength          mean number of frames lost in a row (Gilbert-Elliott); 1: each for itself
duplicatePercent     sent twice
reorderPercent       sent without the delay, so that they overtake
rateKbps             0: unlimited; what does not fit into a queue of `queueBytes` is lost
drop                 list of "ip" (everything), "udp", "tcp", "icmp"

Only IPv4 is touched. ARP passes at once and is never lost: a fault beyond the first hop leaves it alone, and without it the
kernel would tell the sockets that the host is unreachable, which a real blackhole never does.
"""

import array
import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import sys
import time

ETHERTYPE_IPV4 = b"\x08\x00"
PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17}
DEFAULTS = {
    "delayMs": 0,
    "jitterMs": 0,
    "lossPercent": 0,
    "burstLength": 1,
    "duplicatePercent": 0,
    "reorderPercent": 0,
    "rateKbps": 0,
    "queueBytes": 65536,
    "drop": [],
}
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_IGNORE_OUTGOING = 23
SIOCETHTOOL = 0x8946
# Set tx and rx checksumming, tso, gso, gro, sg (linux/ethtool.h): with offload on, frames of 64 KiB without a checksum would come.
OFFLOADS = (0x17, 0x15, 0x1F, 0x24, 0x2C, 0x19)
FRAMES_PER_TURN = 64
NETLINK_NETFILTER = 12
# IPCTNL_MSG_CT_DELETE of NFNL_SUBSYS_CTNETLINK; without attributes it means all (linux/netfilter/nfnetlink_conntrack.h).
CT_DELETE = 1 << 8 | 2
NLM_F_REQUEST_ACK = 0x5
NLMSG_ERROR = 2


def switch_offload_off(interface):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in OFFLOADS:
            value = array.array("B", struct.pack("II", command, 0))
            request = struct.pack("16sP16x", interface.encode(), value.buffer_info()[0])
            try:
                fcntl.ioctl(control, SIOCETHTOOL, request)
            except OSError:
                pass  # Not every driver has every offload; what it has not is off.


def forget_connections():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER) as control:
        control.settimeout(5)
        control.send(struct.pack("=IHHIIBBH", 20, CT_DELETE, NLM_F_REQUEST_ACK, 1, 0, socket.AF_INET, 0, 0))
        _, kind, _, _, _, error = struct.unpack("=IHHIIi", control.recv(4096)[:20])
        if kind != NLMSG_ERROR or error != 0:
            raise OSError(-error, "the connections were not forgotten")


def open_interface(interface):
    frames = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    frames.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    frames.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    frames.bind((interface, 0))
    frames.setblocking(False)
    return frames


class Direction:
    """One way of one wire: decides when a frame leaves, or that it never does."""

    def __init__(self, output, seed):
        self.output = output
        self.random = random.Random(seed)
        self.received = self.sent = self.lost = 0
        self.settings = dict(DEFAULTS)
        self.is_in_burst = False
        self.line_free_at = 0.0
        self.last_due = 0.0

    def configure(self, settings):
        unknown = set(settings) - set(DEFAULTS)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        for name in settings.get("drop", []):
            if name != "ip" and name not in PROTOCOLS:
                raise ValueError(f"unknown protocol: {name}")
        self.settings = {**DEFAULTS, **settings}
        self.is_in_burst = False

    def due_times(self, frame, now):
        """When the frame is to be sent, in seconds: not at all, once or twice."""
        self.received += 1
        if frame[12:14] != ETHERTYPE_IPV4:
            return [now]
        settings = self.settings
        if self.is_dropped(frame[23]) or self.is_lost():
            self.lost += 1
            return []
        leaves_at = now
        if settings["rateKbps"]:
            bytes_per_second = settings["rateKbps"] * 125
            start = max(now, self.line_free_at)
            if (start - now) * bytes_per_second > settings["queueBytes"]:
                self.lost += 1
                return []
            self.line_free_at = leaves_at = start + len(frame) / bytes_per_second
        if settings["reorderPercent"] and self.random.random() * 100 < settings["reorderPercent"]:
            return [leaves_at]
        jitter = self.random.uniform(-1, 1) * settings["jitterMs"]
        due = max(leaves_at + max(0, settings["delayMs"] + jitter) / 1000, self.last_due)
        self.last_due = due
        twice = settings["duplicatePercent"] and self.random.random() * 100 < settings["duplicatePercent"]
        return [due, due] if twice else [due]

    def is_dropped(self, protocol):
        return any(name == "ip" or PROTOCOLS[name] == protocol for name in self.settings["drop"])

    def is_lost(self):
        probability = self.settings["lossPercent"] / 100
        length = self.settings["burstLength"]
        if probability <= 0:
            return False
        if length <= 1 or probability >= 1:
            return self.random.random() < probability
        if self.is_in_burst:
            self.is_in_burst = self.random.random() >= 1 / length
        else:
            self.is_in_burst = self.random.random() < probability / (length * (1 - probability))
        return self.is_in_burst

    def send(self, frame):
        try:
            self.output.send(frame)
            self.sent += 1
        except OSError:
            self.lost += 1  # The interface is down, or its queue is full: so is a real one at times.

    def statistics(self):
        return {"received": self.received, "sent": self.sent, "lost": self.lost}


class Emulator:
    def __init__(self, seed, wires):
        self.wires = {}
        self.inputs = {}
        self.heap = []
        self.frame_count = 0
        self.control = b""
        self.poll = select.epoll()
        self.poll.register(0, select.EPOLLIN)
        for index, (name, host_end, net_end) in enumerate(wires):
            host, net = open_interface(host_end), open_interface(net_end)
            up, down = Direction(net, f"{seed}/{index}/up"), Direction(host, f"{seed}/{index}/down")
            self.wires[name] = {"up": up, "down": down}
            for source, direction in ((host, up), (net, down)):
                self.inputs[source.fileno()] = (source, direction)
                self.poll.register(source.fileno(), select.EPOLLIN)

    def run(self):
        print(json.dumps({"ready": True}), flush=True)
        while True:
            timeout = -1 if not self.heap else max(0.0, self.heap[0][0] - time.monotonic())
            for descriptor, _ in self.poll.poll(timeout):
                if descriptor == 0:
                    if not self.read_control():
                        return
                else:
                    self.read_frames(*self.inputs[descriptor])
            now = time.monotonic()
            while self.heap and self.heap[0][0] <= now:
                _, _, direction, frame = heapq.heappop(self.heap)
                direction.send(frame)

    def read_frames(self, source, direction):
        for _ in range(FRAMES_PER_TURN):
            try:
                frame = source.recv(65536)
            except BlockingIOError:
                return
            except OSError:
                return  # The interface went down; frames come again when it is up.
            for due in direction.due_times(frame, time.monotonic()):
                self.frame_count += 1
                heapq.heappush(self.heap, (due, self.frame_count, direction, frame))

    def read_control(self):
        data = os.read(0, 65536)
        if not data:
            return False
        *lines, self.control = (self.control + data).split(b"\n")
        for line in lines:
            print(json.dumps(self.answer(line)), flush=True)
        return True

    def answer(self, line):
        request = {}
        try:
            request = json.loads(line)
            if "wire" in request:
                for side in ("up", "down"):
                    if side in request:
                        self.wires[request["wire"]][side].configure(request[side])
            statistics = {
                name: {side: direction.statistics() for side, direction in wire.items()} for name, wire in self.wires.items()
            }
            return {"id": request.get("id"), "wires": statistics}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            return {"id": request.get("id") if isinstance(request, dict) else None, "error": repr(error)}


def main():
    command, *arguments = sys.argv[1:]
    if command == "prepare":
        for interface in arguments:
            switch_offload_off(interface)
        return
    if command == "forget":
        forget_connections()
        return
    seed, *wires = arguments
    named = [argument.split("=") for argument in wires]
    Emulator(seed, [(name, *ends.split(":")) for name, ends in named]).run()


if __name__ == "__main__":
    main()
