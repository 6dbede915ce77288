"""Addresses that lead to a server of ours, or nowhere."""

P = ":7331/secret"
# facts: decimal, octal, hex and short forms, mapped and tunnelled IPv6, odd signs, other schemes.
HOSTILE = [
    f"http://127.0.0.1{P}", f"http://localhost{P}", f"http://localhost.{P}", f"http://LOCALHOST{P}",
    f"http://0.0.0.0{P}", f"http://0{P}", f"http://127.1{P}", f"http://2130706433{P}",
    f"http://0x7f000001{P}", f"http://0x7f.0.0.1{P}", f"http://017700000001{P}",
    f"http://0177.0.0.1{P}", f"http://[::1]{P}", f"http://[::]{P}", f"http://[::ffff:127.0.0.1]{P}",
    f"http://[::ffff:7f00:1]{P}", f"http://[0:0:0:0:0:ffff:127.0.0.1]{P}",
    f"http://[64:ff9b::7f00:1]{P}", f"http://[2002:7f00:1::]{P}", f"http://[fe80::1%25lo]{P}",
    f"http://[fd00::1]{P}", f"http://[fec0::1]{P}", f"http://[::7f00:1]{P}",
    "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    f"http://good.example@127.0.0.1{P}", "http://127.0.0.1%2523@good.example/",
    f"http://127\N{IDEOGRAPHIC FULL STOP}0\N{IDEOGRAPHIC FULL STOP}0\N{IDEOGRAPHIC FULL STOP}1{P}",
    f"http://\N{CIRCLED DIGIT ONE}\N{CIRCLED DIGIT TWO}7.0.0.1{P}",
    f"http://good.example\\@127.0.0.1{P}", f"http://127.0.0.1\r\nHost: x{P}", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/",
    "data:text/plain,x",
    f"http://two.example{P}", f"http:///127.0.0.1{P}", f"//127.0.0.1{P}", f"http://x.localhost{P}",
    "http://pub.example:22/", "http://pub.example:99999/", "http://[::1/", "", "http://",
    "https://user:pass@pub.example/", f"http://{'a' * 64}.example{P}", "http://nowhere.invalid/",
    "http://printer.local/", "http://router.lan/", "http://intranet/",
    f"http://rebind.example{P}", f"http://pub.example@127.0.0.1{P}", f"http://127.0.0.1.{P}",
    f"http://0x7F.1{P}", f"http://[::ffff:10.0.0.1]{P}", f"http://[2001:0:7f00:1::]{P}",
    f"http://[ff02::1]{P}", f"http://[fe80::1]{P}", "http://192.0.0.192/", "http://100.100.100.200/",
    "http://[fd00:ec2::254]/latest/", "http://instance-data.ec2.internal/", "http://169.254.170.2/v2",
    "http://printer.home.arpa/", "http://a.onion/", "http://127.0.0.1\t/", "http://pub.example\x00/",
    "http://%31%32%37.0.0.1/", "javascript:alert(1)", "jar:http://127.0.0.1!/", "unix:///var/run/x",
    "ws://127.0.0.1/", "HTTP+UNIX://%2Fvar%2Frun%2Fx/", f"http://127.0.0.1{P}#@pub.example/",
]  # fmt: skip
