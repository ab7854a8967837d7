/// The messages and enums of the contract, `opsdeck.v1`.
library;

export 'src/gen/opsdeck/v1/client.pb.dart';
export 'src/gen/opsdeck/v1/client_service.pb.dart';
export 'src/gen/opsdeck/v1/error_reason.pb.dart';
export 'src/gen/opsdeck/v1/event.pb.dart';
export 'src/gen/opsdeck/v1/job.pb.dart';
export 'src/gen/opsdeck/v1/job_service.pb.dart';
export 'src/gen/opsdeck/v1/quick_session.pb.dart';
export 'src/gen/opsdeck/v1/quick_session_service.pb.dart';
export 'src/gen/opsdeck/v1/run.pb.dart';
export 'src/gen/opsdeck/v1/system_service.pb.dart';
