/// See service_api.dart.
library;

import 'package:protobuf/protobuf.dart';

class ErrorInfo extends GeneratedMessage {
  ErrorInfo({String? reason, String? domain}) {
    if (reason != null) setField(1, reason);
    if (domain != null) setField(2, domain);
  }

  static final BuilderInfo _info = BuilderInfo('ErrorInfo')
    ..aOS(1, 'reason')
    ..aOS(2, 'domain')
    ..m<String, String>(
      3,
      'metadata',
      keyFieldType: PbFieldType.OS,
      valueFieldType: PbFieldType.OS,
    );

  String get reason => $_getSZ(0);
  String get domain => $_getSZ(1);
  PbMap<String, String> get metadata => $_getMap(2);

  @override
  BuilderInfo get info_ => _info;

  @override
  ErrorInfo clone() => deepCopy();

  @override
  ErrorInfo createEmptyInstance() => ErrorInfo();
}
