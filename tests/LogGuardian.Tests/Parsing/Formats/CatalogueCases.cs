namespace LogGuardian.Tests.Parsing.Formats;

/// <summary>Invented lines of every known format: name, two or three lines, the reading of the first and its fields.</summary>
internal static class CatalogueCases
{
    public static TheoryData<string, string[], string, string> All => new()
    {
        {
            "bgl",
            [
                "- 1117838570 2005.06.03 R07-M1-N4 2005-06-03-15.42.50.363779 R07-M1-N4 RAS KERNEL INFO cache line 17 corrected",
                "KERNDTLB 1117838573 2005.06.03 R07-M1-N4 2005-06-03-15.42.53.276129 R07-M1-N4 RAS KERNEL FATAL data TLB error interrupt",
            ],
            "2005-06-03T22:42:50 Information cache line 17 corrected",
            "Label=-, Timestamp=1117838570, Date=2005.06.03, Node=R07-M1-N4, Time=2005-06-03-15.42.50.363779, NodeRepeat=R07-M1-N4, Type=RAS, Component=KERNEL, Level=INFO"
        },
        {
            "bgl",
            ["1117838573 2005.06.03 R07-M1-N4 2005-06-03-15.42.53.276129 R07-M1-N4 RAS KERNEL FATAL data TLB error interrupt"],
            "2005-06-03T22:42:53 Fatal data TLB error interrupt",
            "Timestamp=1117838573, Date=2005.06.03, Node=R07-M1-N4, Time=2005-06-03-15.42.53.276129, NodeRepeat=R07-M1-N4, Type=RAS, Component=KERNEL, Level=FATAL"
        },
        {
            "thunderbird",
            ["1131566461 2005.11.09 tn12 Nov 9 12:01:01 tn12/tn12 crond[2915]: session closed for user ops"],
            "2005-11-09T20:01:01 Unspecified session closed for user ops",
            "Timestamp=1131566461, Date=2005.11.09, User=tn12, Month=Nov, Day=9, Time=12:01:01, Location=tn12/tn12, Component=crond, PID=2915"
        },
        {
            "thunderbird",
            [
                "- 1131566461 2005.11.09 tn12 Nov 9 12:01:01 tn12/tn12 crond[2915]: session closed for user ops",
                "VAPI 1131566462 2005.11.09 tn12 Nov 9 12:01:02 tn12/tn12 Fabric Monitor: port 3: link down",
                "- 1131566463 2005.11.09 tn12 Nov 9 12:01:03 tn12/tn12 kernel: usb 1-1: reset",
            ],
            "2005-11-09T20:01:01 Unspecified session closed for user ops",
            "Label=-, Timestamp=1131566461, Date=2005.11.09, User=tn12, Month=Nov, Day=9, Time=12:01:01, Location=tn12/tn12, Component=crond, PID=2915"
        },
        {
            "hpc",
            ["134681 node-24 unix.hw state_change.unavailable 1077804742 1 Component State Change: alt0 is down"],
            "2004-02-26T14:12:22 Unspecified Component State Change: alt0 is down",
            "LineId=134681, Node=node-24, Component=unix.hw, State=state_change.unavailable, Timestamp=1077804742, Flag=1"
        },
        {
            "openstack",
            [
                "nova-api.log.1 2026-05-16 00:00:00.008 25746 INFO nova.osapi.server [req-38101a0b admin] 10.0.0.4 \"GET /v2\" 200",
                "nova-api.log.1 2026-05-16 00:00:01.010 25746 WARNING nova.osapi.server [-] slow",
            ],
            "2026-05-16T00:00:00.008 Information 10.0.0.4 \"GET /v2\" 200",
            "File=nova-api.log.1, Timestamp=2026-05-16 00:00:00.008, Pid=25746, Level=INFO, Logger=nova.osapi.server, Address=req-38101a0b admin"
        },
        {
            "hdfs",
            [
                "081109 203615 148 INFO dfs.DataNode$Responder: Responder 1 for block blk_38 ends",
                "081109 203807 222 WARN dfs.FSNamesystem: BLOCK* ask 10.0.0.7:50010 to delete blk_-69",
            ],
            "2008-11-09T20:36:15 Information Responder 1 for block blk_38 ends",
            "Date=081109, Time=203615, Pid=148, Level=INFO, Component=dfs.DataNode$Responder"
        },
        {
            "android",
            ["03-17 16:13:38.811  1702  2395 D WindowManager: printFreezing: app is null", "03-17 16:13:38.819  1702  8671 W Power: held"],
            "2026-03-17T16:13:38.811 Debug printFreezing: app is null",
            "Timestamp=03-17 16:13:38.811, Pid=1702, Tid=2395, Level=D, Component=WindowManager"
        },
        {
            "glog",
            ["I1023 15:04:05.678901    1234 server.go:88] listening on :8080", "E1023 15:04:06.000001 1234 server.go:90] bind: in use"],
            "2026-10-23T15:04:05.678901 Information listening on :8080",
            "LevelLetter=I, Timestamp=1023 15:04:05.678901, Tid=1234, Source=server.go:88"
        },
        {
            "redis",
            ["812:M 04 Nov 2026 12:00:00.123 * Ready to accept connections", "812:C 04 Nov 2026 12:00:01.000 # Killing saver 7"],
            "2026-11-04T12:00:00.123 Information Ready to accept connections",
            "Pid=812, Role=M, Timestamp=04 Nov 2026 12:00:00.123, LevelMark=*"
        },
        {
            "cri",
            ["2026-11-23T23:11:00.123456789Z stdout F order 7 accepted", "2026-11-23T23:11:00.223456789Z stderr P half a "],
            "2026-11-23T23:11:00.1234567 Unspecified order 7 accepted",
            "Timestamp=2026-11-23T23:11:00.123456789Z, Stream=stdout, Tag=F"
        },
        {
            "cri/logfmt",
            ["2026-11-23T23:11:00.1+01:00 stdout F level=warn msg=\"low: 7\" id=7", "2026-11-23T23:11:00.2+01:00 stderr F level=info msg=ok id=8"],
            "2026-11-23T22:11:00.1 Warning low: 7",
            "Timestamp=2026-11-23T23:11:00.1+01:00, Stream=stdout, Tag=F, level=warn, id=7"
        },
        {
            "docker",
            [
                "{\"log\":\"order 7 accepted\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T10:00:00.500000001Z\"}",
                "{\"log\":\"started\\r\\n\",\"stream\":\"stderr\",\"attrs\":{\"a\":\"b\"},\"time\":\"2026-11-23T10:00:01Z\"}",
            ],
            "2026-11-23T10:00:00.5 Unspecified order 7 accepted",
            "stream=stdout, time=2026-11-23T10:00:00.500000001Z"
        },
        {
            "docker/nlog",
            [
                "{\"log\":\"2026-11-23 12:00:01.1234|ERROR|Shop.Orders|failed: 7\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}",
                "{\"log\":\"2026-11-23 12:00:02.1234|INFO|Shop.Orders|ok\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:02.5Z\"}",
            ],
            "2026-11-23T11:00:01.5 Error failed: 7",
            "stream=stdout, time=2026-11-23T11:00:01.5Z, Timestamp=2026-11-23 12:00:01.1234, Level=ERROR, Logger=Shop.Orders"
        },
        {
            "spring-boot",
            [
                "2026-11-23 10:00:00.123  INFO 4321 --- [           main] c.e.shop.ShopApplication                 : Started in 2.1 s",
                "2026-11-23T10:00:01.123Z ERROR 4321 --- [shop] [nio-8080-1] c.e.shop.Orders : failed: 7",
            ],
            "2026-11-23T10:00:00.123 Information Started in 2.1 s",
            "Timestamp=2026-11-23 10:00:00.123, Level=INFO, Pid=4321, Thread=           main, Component=c.e.shop.ShopApplication"
        },
        {
            "zookeeper",
            [
                "2026-07-29 17:41:44,747 - INFO  [QuorumPeer[myid=1]/0:0:0:0:2181:FastElection@774] - Notification time out: 3200",
                "2026-07-29 19:04:12,394 - WARN  [/10.0.0.11:3888:Listener@493] - Interrupted",
            ],
            "2026-07-29T17:41:44.747 Information Notification time out: 3200",
            "Timestamp=2026-07-29 17:41:44,747, Level=INFO, Thread=QuorumPeer[myid=1]/0:0:0:0:2181:FastElection@774"
        },
        {
            "log4j",
            [
                "2026-10-18 18:01:47,978 INFO [main] org.acme.mr.AppMaster: Created master for attempt_0020_01",
                "2026-10-18 18:01:48,963 WARN [IPC Server handler 0 on 62270] org.acme.ipc.Server: slow: 12 ms",
            ],
            "2026-10-18T18:01:47.978 Information Created master for attempt_0020_01",
            "Timestamp=2026-10-18 18:01:47,978, Level=INFO, Thread=main, Logger=org.acme.mr.AppMaster"
        },
        {
            "log4j",
            ["[2026-12-20 00:04:03,231] INFO [Controller 0]: rebalance (kafka.Controller)", "[2026-12-20 00:04:04,231] TRACE done (x)"],
            "2026-12-20T00:04:03.231 Information [Controller 0]: rebalance (kafka.Controller)",
            "Timestamp=2026-12-20 00:04:03,231, Level=INFO"
        },
        {
            "logback",
            ["10:00:00.123 [main] INFO  c.e.Shop - started: 7", "10:00:01.123 [pool-1] ERROR c.e.Orders - failed"],
            "2026-11-23T10:00:00.123 Information started: 7",
            "Timestamp=10:00:00.123, Thread=main, Level=INFO, Logger=c.e.Shop"
        },
        {
            "spark",
            ["26/06/09 20:10:40 INFO executor.Backend: Registered handlers for [TERM]", "26/06/09 20:10:41 WARN storage.Store: full: 9"],
            "2026-06-09T20:10:40 Information Registered handlers for [TERM]",
            "Timestamp=26/06/09 20:10:40, Level=INFO, Logger=executor.Backend"
        },
        {
            "windows-cbs",
            [
                "2026-09-28 04:30:30, Info                  CBS    Loaded stack v6.1 with core: C:\\Windows\\cbscore.dll",
                "2026-09-28 04:30:31, Error                 CSI    00000001@2026/9/27 failed",
            ],
            "2026-09-28T04:30:30 Information Loaded stack v6.1 with core: C:\\Windows\\cbscore.dll",
            "Timestamp=2026-09-28 04:30:30, Level=Info, Component=CBS"
        },
        {
            "python",
            ["2026-01-01 10:00:00,123 - shop.orders - WARNING - stock low - 3 left", "2026-01-01 10:00:01,123 - shop - INFO - ok"],
            "2026-01-01T10:00:00.123 Warning stock low - 3 left",
            "Timestamp=2026-01-01 10:00:00,123, Logger=shop.orders, Level=WARNING"
        },
        {
            "python-basic",
            ["WARNING:shop.orders:stock low: 3", "INFO:root:started"],
            "- Warning stock low: 3",
            "Level=WARNING, Logger=shop.orders"
        },
        {
            "nlog",
            ["2026-11-23 12:00:01.1234|INFO|Shop.Orders|Order 7 | accepted", "2026-11-23 12:00:02.1234|ERROR|Shop.Orders|failed"],
            "2026-11-23T12:00:01.1234 Information Order 7 | accepted",
            "Timestamp=2026-11-23 12:00:01.1234, Level=INFO, Logger=Shop.Orders"
        },
        {
            "healthapp",
            ["20261123-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579", "20261123-22:15:29:615|Step_SPUtils|30002312|getTodayTotal"],
            "2026-11-23T22:15:29.606 Unspecified onStandStepChanged 3579",
            "Timestamp=20261123-22:15:29:606, Component=Step_LSC, Pid=30002312"
        },
        {
            "proxifier",
            ["[10.30 16:49:06] chrome.exe - proxy.example.org:5070 open through proxy", "[10.30 16:49:07] chrome.exe *64 - error: 3"],
            "2026-10-30T16:49:06 Unspecified proxy.example.org:5070 open through proxy",
            "Timestamp=10.30 16:49:06, Program=chrome.exe"
        },
        {
            "postgresql",
            [
                "2026-11-23 23:11:00.123 UTC [12345] app@shop ERROR:  duplicate key value: \"7\"",
                "2026-11-23 23:11:00.123 UTC [12] LOG:  checkpoint starting: time",
                "2026-11-23 23:11:00.123 UTC [12346] [unknown]@[unknown] FATAL:  no entry for host \"10.0.0.7\"",
            ],
            "2026-11-23T23:11:00.123 Error duplicate key value: \"7\"",
            "Timestamp=2026-11-23 23:11:00.123 UTC, Pid=12345, User=app, Database=shop, Level=ERROR"
        },
        {
            "mysql",
            [
                "2026-08-06T14:25:02.835618Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed.",
                "2026-08-06T14:25:03.835618Z 8 [Note] Access denied for user 'x'@'10.0.0.7'",
            ],
            "2026-08-06T14:25:02.835618 Warning CA certificate is self signed.",
            "Timestamp=2026-08-06T14:25:02.835618Z, Tid=0, Level=Warning, Code=MY-010068, Subsystem=Server"
        },
        {
            "apache-error",
            ["[Sun Dec 04 04:47:44 2005] [notice] worker init ok /etc/w.properties", "[Sun Dec 04 04:47:45 2005] [error] child in state 6"],
            "2005-12-04T04:47:44 Information worker init ok /etc/w.properties",
            "Timestamp=Sun Dec 04 04:47:44 2005, Level=notice"
        },
        {
            "apache-error",
            [
                "[Fri Oct 08 17:08:41.203277 2021] [core:error] [pid 7005:tid 1406] [client 10.0.0.9:145] AH00126: Invalid URI",
                "[Fri Oct 08 17:08:42.203277 2021] [:warn] [pid 7005] slow",
            ],
            "2021-10-08T17:08:41.203277 Error [client 10.0.0.9:145] AH00126: Invalid URI",
            "Timestamp=Fri Oct 08 17:08:41.203277 2021, Module=core, Level=error, Process=7005:tid 1406"
        },
        {
            "nginx-error",
            ["2026/09/28 04:30:31 [error] 298#297: *1093 open() \"/x\" failed", "2026/09/28 04:30:32 [warn] 298#297: buffered"],
            "2026-09-28T04:30:31 Error *1093 open() \"/x\" failed",
            "Timestamp=2026/09/28 04:30:31, Level=error, Pid=298, Tid=297"
        },
        {
            "access",
            ["10.0.0.1 - ada [10/Oct/2025:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326 \"-\" \"curl\"", "::1 - - [10/Oct/2025:13:55:37 -0700] \"-\" 400 0"],
            "2025-10-10T20:55:36 Unspecified \"GET /a HTTP/1.0\" 200 2326 \"-\" \"curl\"",
            "Host=10.0.0.1, Identity=-, User=ada, Timestamp=10/Oct/2025:13:55:36 -0700"
        },
        {
            "serilog-console",
            ["[12:00:01 INF] Order 7 accepted", "[12:00:02 WRN] stock [low]"],
            "2026-11-23T12:00:01 Information Order 7 accepted",
            "Timestamp=12:00:01, Level=INF"
        },
        {
            "serilog-file",
            ["2026-11-23 12:00:01.123 +01:00 [ERR] Order 7 failed", "2026-11-23 12:00:02.123 +01:00 [INF] ok"],
            "2026-11-23T11:00:01.123 Error Order 7 failed",
            "Timestamp=2026-11-23 12:00:01.123 +01:00, Level=ERR"
        },
        {
            "zap",
            ["2026-04-24T22:09:20.854Z\tinfo\tqueue.go:128\tdropping data\t{\"n\": 3}", "2026-04-24T22:09:21.854Z\terror\tfailed"],
            "2026-04-24T22:09:20.854 Information queue.go:128\tdropping data\t{\"n\": 3}",
            "Timestamp=2026-04-24T22:09:20.854Z, Level=info"
        },
        {
            "systemd",
            ["<6>Shop.Orders[1001] Order 7 accepted", "<3>Shop.Orders[0] failed"],
            "- Information Order 7 accepted",
            "Priority=6, Category=Shop.Orders, EventId=1001"
        },
        {
            "dotnet",
            ["2026-11-23T23:11:00.123Z info: OrderService.Orders[1001] Order 7 accepted", "2026-11-23T23:11:01.123Z fail: OrderService.Orders[1002] Order 8: no stock"],
            "2026-11-23T23:11:00.123 Information Order 7 accepted",
            "Timestamp=2026-11-23T23:11:00.123Z, Level=info, Category=OrderService.Orders, EventId=1001"
        },
        {
            "dotnet",
            ["crit: Shop.Orders[-1]\n      gone: 7\n      at once", "info: Microsoft.Hosting.Lifetime[14]", "      Now listening on: http://x"],
            "- Fatal gone: 7\n      at once",
            "Level=crit, Category=Shop.Orders, EventId=-1"
        },
        {
            "syslog",
            ["Jun 14 15:16:01 web1 sshd(pam)[19939]: check: ok", "Jun 14 15:16:02 web1 kernel: usb 1-1: reset", "Jun 14 15:16:02 web1 sshd[2]: x"],
            "2026-06-14T15:16:01 Unspecified check: ok",
            "Timestamp=Jun 14 15:16:01, Host=web1, Component=sshd(pam), Pid=19939"
        },
        {
            "syslog",
            ["<34>Oct 11 22:14:15 web1 su: 'su root' failed for ada", "<13>Oct 11 22:14:16 web1 cron[7]: run"],
            "2026-10-11T22:14:15 Fatal 'su root' failed for ada",
            "Priority=34, Timestamp=Oct 11 22:14:15, Host=web1, Component=su"
        },
        {
            "syslog",
            ["2026-10-05T11:47:20.799042+02:00 leto kernel: [86.5] su[14]: segfault", "2026-10-05T11:47:21.799042+02:00 leto cron[9]: x"],
            "2026-10-05T09:47:20.799042 Unspecified [86.5] su[14]: segfault",
            "Timestamp=2026-10-05T11:47:20.799042+02:00, Host=leto, Component=kernel"
        },
        {
            "rfc5424",
            ["<165>1 2026-10-11T22:14:15.003Z web1 app 812 ID47 [x@1 a=\"b\\\"]\" c=\"d\"][y@1] order 7", "<30>1 - web1 app - - - \uFEFFup"],
            "2026-10-11T22:14:15.003 Information order 7",
            "Priority=165, Timestamp=2026-10-11T22:14:15.003Z, Host=web1, App=app, ProcId=812, MsgId=ID47, StructuredData=[x@1 a=\"b\\\"]\" c=\"d\"][y@1]"
        },
        {
            "logfmt",
            ["time=2026-11-23T22:54:36.307Z level=WARN msg=\"wrong \\\"key\\\"\" ip=10.0.0.1", "ts=2026-11-23T22:54:37Z level=info msg=ok"],
            "2026-11-23T22:54:36.307 Warning wrong \\\"key\\\"",
            "time=2026-11-23T22:54:36.307Z, level=WARN, ip=10.0.0.1"
        },
        {
            "json",
            ["{\"@t\":\"2026-11-23T12:00:01.5Z\",\"@mt\":\"Order {Id}\",\"@l\":\"Error\",\"Id\":7}", "{\"@t\":\"2026-11-23T12:00:02Z\",\"@mt\":\"x\"}"],
            "2026-11-23T12:00:01.5 Error Order {Id}",
            "@t=2026-11-23T12:00:01.5Z, @l=Error, Id=7"
        },
        {
            "android",
            ["03-17 16:13:38.811 D/WindowManager( 1702): printFreezing: null", "03-17 16:13:38.819 E/PowerManager(12345): gone"],
            "2026-03-17T16:13:38.811 Debug printFreezing: null",
            "Timestamp=03-17 16:13:38.811, LevelLetter=D, Component=WindowManager, Process= 1702"
        },
        {
            "android",
            ["W/Power(  812): held: 3", "E/Power(  812): gone"],
            "- Warning held: 3", "LevelLetter=W, Component=Power, Process=  812"
        },
        {
            "macos",
            [
                "2026-03-17 16:13:38.811123+0100 0x1f2e     Error       0x0                  812    0    WindowServer: (CoreDisplay) frame dropped",
                "2026-03-17 16:13:39.811123+0100 0x1f2e     Default     0x0                  812    0    sharingd: [com.apple.x:y] ok",
            ],
            "2026-03-17T15:13:38.811123 Error (CoreDisplay) frame dropped",
            "Timestamp=2026-03-17 16:13:38.811123+0100, Thread=0x1f2e, Level=Error, Activity=0x0, Pid=812, Ttl=0, Component=WindowServer"
        },
        {
            "auditd",
            ["type=SYSCALL msg=audit(1684331782.575:3293): arch=c000003e syscall=59", "type=CWD msg=audit(1684331782.583:3294): cwd=\"/\""],
            "2023-05-17T13:56:22.575 Unspecified arch=c000003e syscall=59",
            "Type=SYSCALL, Timestamp=1684331782.575, Sequence=3293"
        },
        {
            "glog",
            ["I20261023 15:04:05.678901  1234 server.cc:88] listening on :8080", "F20261023 15:04:06.000001  1234 server.cc:90] check failed"],
            "2026-10-23T15:04:05.678901 Information listening on :8080",
            "LevelLetter=I, Timestamp=20261023 15:04:05.678901, Tid=1234, Source=server.cc:88"
        },
        {
            "ruby",
            ["W, [2026-11-23T10:00:00.123456 #812]  WARN -- : slow: 7 s", "E, [2026-11-23T10:00:01.123456 #812] ERROR -- shop: failed"],
            "2026-11-23T10:00:00.123456 Warning slow: 7 s",
            "LevelLetter=W, Timestamp=2026-11-23T10:00:00.123456, Pid=812, Severity=WARN, Program="
        },
        {
            "mongodb",
            ["2026-11-23T10:00:00.123+0100 I NETWORK  [listener] waiting on 27017", "2026-11-23T10:00:01.123+0100 E STORAGE  [conn1] bad"],
            "2026-11-23T09:00:00.123 Information waiting on 27017",
            "Timestamp=2026-11-23T10:00:00.123+0100, LevelLetter=I, Component=NETWORK, Context=listener"
        },
        {
            "jboss",
            ["2026-05-25 22:24:19,357 WARN  [org.acme.events] (executor-thread-3121) type=LOGIN_ERROR", "2026-05-25 22:24:19,357 INFO  [org.acme] (main) up"],
            "2026-05-25T22:24:19.357 Warning type=LOGIN_ERROR",
            "Timestamp=2026-05-25 22:24:19,357, Level=WARN, Logger=org.acme.events, Thread=executor-thread-3121"
        },
        {
            "tomcat",
            [
                "23-Nov-2026 10:15:30.123 INFO [main] org.acme.startup.Catalina.start Server startup in [1234] milliseconds",
                "23-Nov-2026 10:15:31.123 SEVERE [http-nio-8080-exec-1] org.acme.core.Valve.invoke Servlet threw exception",
            ],
            "2026-11-23T10:15:30.123 Information Server startup in [1234] milliseconds",
            "Timestamp=23-Nov-2026 10:15:30.123, Level=INFO, Thread=main, Logger=org.acme.startup.Catalina.start"
        },
        {
            "elasticsearch",
            ["[2026-11-23T10:00:00,123][INFO ][o.e.n.Node               ] [node-1] started", "[2026-11-23T10:00:01,123][WARN ][o.e.m.Gc] [node-1] slow"],
            "2026-11-23T10:00:00.123 Information started",
            "Timestamp=2026-11-23T10:00:00,123, Level=INFO , Class=o.e.n.Node               , Server=node-1"
        },
        {
            "envoy",
            ["[2026-11-23 10:00:00.123][1][warning][main] [server.cc:404] slow", "[2026-11-23 10:00:01.123][1][info][config] ok"],
            "2026-11-23T10:00:00.123 Warning [server.cc:404] slow",
            "Timestamp=2026-11-23 10:00:00.123, Tid=1, Level=warning, Component=main"
        },
        {
            "gunicorn",
            ["[2026-01-01 10:00:00 +0100] [812] [INFO] Listening at: http://0.0.0.0:8000", "[2026-01-01 10:00:01 +0100] [813] [ERROR] Worker timeout"],
            "2026-01-01T09:00:00 Information Listening at: http://0.0.0.0:8000",
            "Timestamp=2026-01-01 10:00:00 +0100, Pid=812, Level=INFO"
        },
        {
            "celery",
            ["[2026-11-22 10:00:00,123: INFO/MainProcess] Connected: 7", "[2026-11-22 10:00:01,123: ERROR/ForkPoolWorker-1] Task failed"],
            "2026-11-22T10:00:00.123 Information Connected: 7",
            "Timestamp=2026-11-22 10:00:00,123, Level=INFO, Worker=MainProcess"
        },
        {
            "loguru",
            ["2026-01-01 10:00:00.123 | WARNING  | __main__:run:12 - low - 3 left", "2026-01-01 10:00:01.123 | INFO     | shop.orders:add:31 - ok"],
            "2026-01-01T10:00:00.123 Warning low - 3 left",
            "Timestamp=2026-01-01 10:00:00.123, Level=WARNING, Location=__main__:run:12"
        },
        {
            "log4j",
            ["2026-10-18 18:01:47 INFO  App:27 - started - at last", "2026-10-18 18:01:48 ERROR App:31 - failed"],
            "2026-10-18T18:01:47 Information started - at last",
            "Timestamp=2026-10-18 18:01:47, Level=INFO, Logger=App:27"
        },
        {
            "log4j",
            ["[main] INFO org.acme.App - started", "[pool-1] WARN org.acme.App - slow"],
            "- Information started", "Thread=main, Level=INFO, Logger=org.acme.App"
        },
        {
            "java-logging",
            ["Nov 23, 2026 10:15:30 PM org.acme.App start\nINFO: Listening: 8080", "SEVERE: x", "Nov 23, 2026 9:15:31 AM org.acme.App stop", "INFO: y"],
            "2026-11-23T22:15:30 Information Listening: 8080",
            "Timestamp=Nov 23, 2026 10:15:30 PM, Logger=org.acme.App start"
        },
        {
            "postgresql",
            [
                "2026-11-23 23:11:00 CET [812]: [3-1] user=app,db=shop,app=psql,client=10.0.0.1 ERROR:  deadlock: 7",
                "2026-11-23 23:11:01 CET [813]: [4-1] user=,db=,app=,client= LOG:  checkpoint",
            ],
            "2026-11-23T22:11:00 Error deadlock: 7",
            "Timestamp=2026-11-23 23:11:00 CET, Pid=812, Sequence=3-1, Account=app, Schema=shop, App=psql, Client=10.0.0.1, Level=ERROR"
        },
        {
            "postgresql",
            ["2026-11-23 23:11:00 UTC:10.0.0.1(4321):app@shop:[812]:FATAL:  too many", "2026-11-23 23:11:01 UTC::@:[813]:LOG:  checkpoint"],
            "2026-11-23T23:11:00 Fatal too many",
            "Timestamp=2026-11-23 23:11:00 UTC, Client=10.0.0.1(4321), Account=app, Schema=shop, Pid=812, Level=FATAL"
        },
        {
            "mysql-slow",
            [
                "# Time: 2026-08-06T14:25:02.835618Z\n# User@Host: app[app] @ localhost []  Id:    12\nuse shop;\nSET timestamp=1786026302;\nSELECT SLEEP(2);",
                "# Time: 2026-08-06T14:25:12.835618Z",
            ],
            "2026-08-06T14:25:02.835618 Unspecified SELECT SLEEP(2);",
            "Time=2026-08-06T14:25:02.835618Z, User@Host=app[app] @ localhost [], Id=12"
        },
        {
            "zap",
            ["1.711741827962e+09\tinfo\tshop/main.go:12\taccepted", "1.711741828962e+09\terror\tshop/main.go:12\tfailed"],
            "2024-03-29T19:50:27.962 Information shop/main.go:12\taccepted",
            "Timestamp=1.711741827962e+09, Level=info"
        },
        {
            "systemd",
            ["<4>2026-11-23T23:11:00 Shop.Orders[1001] low: 7", "<3>2026-11-23T23:11:01 Shop.Orders[0] failed"],
            "2026-11-23T23:11:00 Warning low: 7",
            "Priority=4, Timestamp=2026-11-23T23:11:00, Category=Shop.Orders, EventId=1001"
        },
        {
            "dotnet",
            ["[12:00:01] warn: Shop.Orders[7]\n      low: 7", "[12:00:02] info: Shop.Orders[8]", "      ok"],
            "2026-11-23T12:00:01 Warning low: 7", "Timestamp=12:00:01, Level=warn, Category=Shop.Orders, EventId=7"
        },
        {
            "level",
            ["WARN[0003] low                 id=8", "INFO[0004] ok"],
            "- Warning low                 id=8", "Level=WARN, Seconds=0003"
        },
        {
            "level",
            ["[info] o.t.s.AccessLogFilter POST took 8ms", "[error] o.t.s.Api failed"],
            "- Information o.t.s.AccessLogFilter POST took 8ms", "Level=info"
        },
        {
            "level",
            ["INFO:     Started server process: 812", "ERROR:    failed"],
            "- Information Started server process: 812", "Level=INFO"
        },
        {
            "logfmt",
            ["at=error code=H12 desc=\"Request timeout\" path=\"/\"", "at=info method=GET path=\"/\" status=200"],
            "- Error at=error code=H12 desc=\"Request timeout\" path=\"/\"",
            "at=error, code=H12, desc=Request timeout, path=/"
        },
        {
            "generic",
            ["2026-11-23 10:00:00,123:DEBUG:Hello, World!", "  How are you?", "2026-11-23 10:00:01,123:ERROR:Bye"],
            "2026-11-23T10:00:00.123 Debug Hello, World!",
            "Timestamp=2026-11-23 10:00:00,123, Header=DEBUG"
        },
        {
            "plain",
            ["Hello, World!", "How are you?"],
            "- Unspecified Hello, World!",
            ""
        },
    };
}
